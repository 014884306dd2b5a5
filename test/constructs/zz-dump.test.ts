import { writeFileSync } from 'node:fs';
import { Stack, Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AlarmResponse, DeploymentWave, WaveApproval } from '../../constructs/delivery';
import { PrewarmTarget, ScalingPlan, ScalingTier } from '../../constructs/scaling';
import { testApp } from '../_helpers/synthesis';
import { around as aroundPlan, elsewhere, fleetIn, sale, serviceIn } from './scaling/scaling-fixture';
import { around, deployment, everywhere, regions } from './delivery/delivery-fixture';
test('dump', () => {
  const e = aroundPlan(testApp());
  const web = fleetIn(e); const api = serviceIn(e); const { table, alias } = elsewhere(e);
  new ScalingPlan(e.stack, 'A', { tier: ScalingTier.fleet(web.fleet), logVault: e.logVault, events: [sale({ targets: [PrewarmTarget.members(40), PrewarmTarget.loadBalancerCapacity(web.loadBalancer.alb, 500), PrewarmTarget.tableThroughput(table, { reads: 40000 }), PrewarmTarget.provisionedConcurrency(alias, 100)] })] });
  new ScalingPlan(e.stack, 'B', { tier: ScalingTier.service(api.service), logVault: e.logVault, events: [sale()] });
  writeFileSync('/tmp/rv/plan.json', JSON.stringify(Template.fromStack(e.stack).toJSON(), null, 1));
  const app = testApp(); const m = around(app, 'Maximal');
  const waves = DeploymentWave.regionByRegion({ regions, bake: Duration.minutes(90), onAlarm: AlarmResponse.ROLL_BACK, primaryApproval: WaveApproval.manual(), deployments: everywhere(app) });
  deployment(m, { waves });
  writeFileSync('/tmp/rv/waves.json', JSON.stringify(Template.fromStack(m.stack).toJSON(), null, 1));
});
