/** What the 1-region platform is built with, written out. */
export const REGION = 'us-east-1';
export const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];
export const CIDR = '10.0.0.0/16';
export const DOMAIN = 'example.com';
export const HOSTED_ZONE_ID = 'Z0123456789EXAMPLE';
export const READ_REPLICAS = 5;
/** Names of replicas that are made under load. */
export const EXTRA_REPLICAS = ['extra-1', 'extra-2', 'extra-3'];

/** Members that carry the peak also when one of three zones is lost, and twice as many. */
export const MEMBERS = { minCapacity: 6, maxCapacity: 12 };
export const WORKERS = { minCapacity: 3, maxCapacity: 6 };
export const REQUESTS_PER_MINUTE = 9000;

export const PORTS = { https: 443, workload: 8080, database: 5433, proxy: 5432, cache: 6380 };
export const DATABASE_USER = 'application';
