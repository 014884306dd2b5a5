/** Where clients connect. */
export interface DatabaseEndpoint {
  /** Host name. */
  readonly host: string;
  /** TCP port. */
  readonly port: number;
}
