/** A web ACL: the library's or your own. */
export interface IWebFirewall {
  /** ARN of the web ACL. */
  readonly webAclArn: string;
}
