/** Methods of HTTP that a probe may use. */
export enum CanaryMethod {
  /** Reads. */
  GET = 'GET',
  /** Reads without the body. */
  HEAD = 'HEAD',
  /** Asks what is allowed. */
  OPTIONS = 'OPTIONS',
  /** Creates: only for entries that know a probe when they see one. */
  POST = 'POST',
  /** Replaces. */
  PUT = 'PUT',
  /** Changes. */
  PATCH = 'PATCH',
  /** Deletes. */
  DELETE = 'DELETE',
}
