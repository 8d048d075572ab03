package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.Op;

/** Fails each call that a reconciliation makes, one after the other: it repairs all the same, and nothing twice. */
class ReconcileCallsFailTest {

    private enum Failure {
        INTERNAL_ERROR, ANSWER_LOST_AFTER_ITS_EFFECT
    }

    @ParameterizedTest
    @EnumSource
    void whicheverCallFailsWhatWasWeakenedIsRepaired(Failure failure) {
        var recorder = new OneFault(-1, failure);
        run(recorder);
        List<String> calls = recorder.calls.subList(0, recorder.calls.indexOf("PutEvents") + 1);
        assertThat(calls).contains("GetVpcLinks", "GetRestApis", "DescribeLoadBalancers", "DescribeTags",
                "DescribeExecution", "GetStages", "GetDeployment", "GetResources", "StartExecution", "PutEvents");

        for (int i = 0; i < calls.size(); i++) {
            var fault = new OneFault(i, failure);
            run(fault);
            assertThat(fault.happened).as("call %d, %s", i + 1, calls.get(i)).isTrue();
        }
    }

    private static void run(OneFault faults) {
        try (var simulation = Simulation.inMemory(Simulation.SEED, faults, configuration -> configuration)) {
            simulation.publish("nlb-created.json");
            weaken(simulation);
            faults.begin();
            Execution execution = simulation.aws.loop().exclusively(() -> simulation.aws.states().startExecution(
                    simulation.aws.stack().outputs().get("ReconcileStateMachineArn"), "run", "{}"));
            simulation.runUntilIdle();

            String why = "call " + (faults.index + 1) + ", " + faults.failure + ": " + execution.cause().orElse("");
            assertThat(execution.status()).as(why).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(simulation.brokenPromises()).as(why).isEmpty();
            assertThat(simulation.executions()).as(why).hasSize(3);
            assertThat(simulation.announcements).as(why).contains("Private API Drift Found")
                    .filteredOn("Private API Published"::equals).hasSize(2);
        }
    }

    private static void weaken(Simulation simulation) {
        try (var person = ApiGatewayClient.builder().region(Region.US_EAST_1).httpClient(simulation.aws.transport())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("person", "test")))
                .build()) {
            String api = simulation.apis().get(0).id();
            person.getResources(request -> request.restApiId(api)).items().forEach(resource ->
                    person.updateMethod(request -> request.restApiId(api).resourceId(resource.id()).httpMethod("ANY")
                            .patchOperations(patch -> patch.op(Op.REPLACE).path("/authorizationType").value("NONE"))));
            person.createDeployment(request -> request.restApiId(api).stageName("live"));
        }
    }

    /** Lets one call fail, counted from 0 since {@link #begin}. */
    private static final class OneFault implements Faults {

        private final List<String> calls = new ArrayList<>();
        private final int index;
        private final Failure failure;
        private boolean counting;
        private ApiCall failing;
        private boolean happened;

        OneFault(int index, Failure failure) {
            this.index = index;
            this.failure = failure;
        }

        void begin() {
            counting = true;
        }

        @Override
        public Duration before(ApiCall call) {
            if (!counting) {
                return Duration.ZERO;
            }
            calls.add(call.operation());
            if (calls.size() - 1 == index) {
                if (failure == Failure.ANSWER_LOST_AFTER_ITS_EFFECT) {
                    failing = call;
                    return Duration.ZERO;
                }
                happened = true;
                throw new AwsException(call.service().equals("lambda") ? "ServiceException" : "InternalFailure", 500,
                        "Injected");
            }
            return Duration.ZERO;
        }

        @Override
        public void after(ApiCall call) {
            if (call == failing && !happened) {
                happened = true;
                throw new LostAnswerException(call);
            }
        }
    }
}
