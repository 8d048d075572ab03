package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.http.ApiCall;
import io.gatelink.local.http.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Walks through every single call of AWS's API that a publication makes and lets it fail once: refused or throttled
 * before it has an effect, or its answer lost after it. Whatever fails, the publication ends either published or rolled
 * back, with nothing of ours left over.
 */
@Execution(ExecutionMode.CONCURRENT)
class EveryCallFailsOnceTest {

    enum Failure {
        INTERNAL_ERROR, THROTTLED, ANSWER_LOST_AFTER_ITS_EFFECT
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAPublicationIsPublishedOrRolledBack() {
        return walk("nlb-created.json", 200);
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAFailedLinkIsRolledBack() {
        return walk("nlb-created-link-fails.json", 200);
    }

    @TestFactory
    Stream<DynamicTest> whicheverCallFailsAnApiThatFailsItsSmokeTestIsRolledBack() {
        return walk("nlb-created.json", 500);
    }

    /** The other calls are those of {@link #whicheverCallFailsAPublicationIsPublishedOrRolledBack}. */
    @TestFactory
    Stream<DynamicTest> whicheverCallAboutKeysFailsAnApiWithKeysIsPublished() {
        return walk("nlb-created.json", 200, "API_KEY", call -> call.operation().matches(".*(ApiKey|UsagePlan).*"));
    }

    private static Stream<DynamicTest> walk(String eventFile, int backendStatus) {
        return walk(eventFile, backendStatus, "AWS_IAM", call -> true);
    }

    private static Stream<DynamicTest> walk(String eventFile, int backendStatus, String authorization,
            Predicate<ApiCall> which) {
        var calls = new Recorder();
        try (var simulation = simulate(eventFile, backendStatus, authorization, calls)) {
            assertThat(simulation.brokenPromises()).isEmpty();
        }
        assertThat(calls.made).extracting(ApiCall::operation).contains("Invoke", "StartExecution", "DescribeLoadBalancers",
                "CreateVpcLink", "GetVpcLink", "PutEvents");
        return Stream.of(Failure.values()).flatMap(failure -> Stream.iterate(0, i -> i + 1).limit(calls.made.size())
                .filter(i -> which.test(calls.made.get(i)))
                .filter(i -> failure != Failure.ANSWER_LOST_AFTER_ITS_EFFECT
                        || calls.answered.contains(calls.made.get(i)))
                .map(i -> DynamicTest.dynamicTest(
                        "call " + (i + 1) + ", " + calls.made.get(i).operation() + ", " + failure + ", seed " + Simulation.SEED,
                        () -> failOnce(eventFile, backendStatus, authorization, new OneFault(i, failure)))));
    }

    private static Simulation simulate(String eventFile, int backendStatus, String authorization, Faults faults) {
        // One minute for the smoke test, so that the walk has no hundred calls that are all the same.
        var simulation = Simulation.inMemory(Simulation.SEED, faults,
                configuration -> configuration.withParameters(
                        Map.of("SmokeTestWaitMinutes", "1", "Authorization", authorization)));
        // In API Gateway's words, methods that ask for a key ask for no authorization.
        simulation.authorization = authorization.equals("API_KEY") ? "NONE" : authorization;
        simulation.backendStatus = backendStatus;
        return simulation.publish(eventFile);
    }

    private static void failOnce(String eventFile, int backendStatus, String authorization, OneFault fault) {
        try (var simulation = simulate(eventFile, backendStatus, authorization, fault)) {
            assertThat(fault.happened).as("the fault happened").isTrue();
            assertThat(simulation.executions()).as("executions").hasSize(1);
            assertThat(simulation.brokenPromises()).as("broken promises; %s", simulation.onlyExecution().cause().orElse(""))
                    .isEmpty();
            if (authorization.equals("API_KEY")) {
                assertThat(simulation.aws.apiGateway().apiKeys().getApiKeys(null, null, null, 500).items()).hasSize(1);
                assertThat(simulation.aws.apiGateway().usagePlans().getUsagePlans(null, null, 500).items()).hasSize(1);
            }
        }
    }

    static final class Recorder implements Faults {

        final List<ApiCall> made = new ArrayList<>();

        /** By identity. A call that answers with an error, as reading a stage that is not there yet, has no effect. */
        final Set<ApiCall> answered = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public Duration before(ApiCall call) {
            made.add(call);
            return Duration.ZERO;
        }

        @Override
        public void after(ApiCall call) {
            answered.add(call);
        }
    }

    /** Lets one call fail, counted from 0 in the order in which calls begin. */
    static final class OneFault implements Faults {

        private final int index;
        private final Failure failure;
        private int begun;
        private ApiCall failing;
        boolean happened;

        OneFault(int index, Failure failure) {
            this.index = index;
            this.failure = failure;
        }

        @Override
        public Duration before(ApiCall call) {
            if (begun++ != index) {
                return Duration.ZERO;
            }
            switch (failure) {
                case INTERNAL_ERROR -> {
                    happened = true;
                    throw new AwsException("InternalFailure", 500, "Injected");
                }
                case THROTTLED -> {
                    happened = true;
                    throw new AwsException(call.service().equals("apigateway") ? "TooManyRequestsException"
                            : "ThrottlingException", 429, "Too Many Requests");
                }
                case ANSWER_LOST_AFTER_ITS_EFFECT -> failing = call;
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
