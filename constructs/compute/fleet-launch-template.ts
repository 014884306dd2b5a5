import { Size } from 'aws-cdk-lib';
import { PoolState } from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { FleetSettings } from './fleet-settings';

/** How a member is launched. */
export function fleetLaunchTemplate(
  scope: Construct,
  settings: FleetSettings,
  role: iam.IRole,
  securityGroup: ec2.ISecurityGroup,
): ec2.LaunchTemplate {
  return new ec2.LaunchTemplate(scope, 'Template', {
    instanceType: settings.instances._options.types[0],
    machineImage: settings.image ?? amazonLinux(settings),
    userData: userData(settings),
    role,
    securityGroup,
    associatePublicIpAddress: false,
    requireImdsv2: true,
    httpEndpoint: true,
    httpPutResponseHopLimit: 1,
    detailedMonitoring: true,
    ebsOptimized: true,
    blockDevices: [rootVolume(settings)],
  });
}

function rootVolume({ rootDevice, rootVolume, key }: FleetSettings): ec2.BlockDevice {
  const size = rootVolume ?? Size.gibibytes(20);
  const volume = ec2.BlockDeviceVolume.ebs(size.toGibibytes(), {
    volumeType: ec2.EbsDeviceVolumeType.GP3,
    encrypted: true,
    kmsKey: key,
    deleteOnTermination: true,
  });
  return { deviceName: rootDevice ?? '/dev/xvda', volume };
}

function amazonLinux({ instances }: FleetSettings): ec2.IMachineImage {
  const isArm = instances._options.types[0].architecture === ec2.InstanceArchitecture.ARM_64;
  const cpuType = isArm ? ec2.AmazonLinuxCpuType.ARM_64 : ec2.AmazonLinuxCpuType.X86_64;
  return ec2.MachineImage.latestAmazonLinux2023({ cpuType });
}

/** A pool that stops members does not wait until a script has ended, so a script has to run at the next boot again. */
function userData(settings: FleetSettings): ec2.UserData {
  const commands = settings.userData ?? ec2.UserData.forLinux();
  const isInterrupted = settings.warmPool?._state === PoolState.STOPPED;
  return isInterrupted && commands.render().startsWith('#!') ? atEveryBoot(commands) : commands;
}

/** @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/warm-pool-instance-lifecycle.html */
function atEveryBoot(commands: ec2.UserData): ec2.UserData {
  const parts = new ec2.MultipartUserData();
  const body = '#cloud-config\ncloud_final_modules:\n- [scripts-user, always]\n';
  parts.addPart(ec2.MultipartBody.fromRawBody({ contentType: 'text/cloud-config; charset="utf-8"', body }));
  parts.addUserDataPart(commands, ec2.MultipartBody.SHELL_SCRIPT, true);
  return parts;
}
