import * as ecs from 'aws-cdk-lib/aws-ecs';

/** Port on which every part of the workload answers. */
export const WORKLOAD_PORT = 8080;

/** A container of the workload. */
export interface WorkloadContainer {
  /** The image, for processors of the Arm architecture. It answers on port 8080 if it is the API. */
  readonly image: ecs.ContainerImage;
  /**
   * Command.
   * @default - that of the image
   */
  readonly command?: string[];
}

/** What runs on the platform. */
export interface WorkloadProps {
  /** Shell commands of a web server, at every boot: something has to answer `GET /` on port 8080. */
  readonly web: string[];
  /** The API. */
  readonly api: WorkloadContainer;
  /** The worker: it finds the URL of the queue in QUEUE_URL. */
  readonly worker: WorkloadContainer;
}

/** What runs on the platform. */
export class Workload {
  /**
   * Stand-ins until you bring your own: web and API answer with an empty page, the worker sleeps. They show that the
   * platform is healthy, and nothing else.
   */
  public static placeholder(): Workload {
    const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/python:3.13-slim');
    return new Workload({
      web: [`systemd-run --unit=web --uid=nobody python3 -m http.server ${WORKLOAD_PORT} --directory /var/empty`],
      api: { image, command: ['python3', '-m', 'http.server', `${WORKLOAD_PORT}`, '--directory', '/tmp'] },
      worker: { image, command: ['sleep', 'infinity'] },
    });
  }

  /** Your own. */
  public static of(props: WorkloadProps): Workload {
    return new Workload(props);
  }

  private constructor(
    /** The parts of the workload. */
    public readonly parts: WorkloadProps,
  ) {}
}
