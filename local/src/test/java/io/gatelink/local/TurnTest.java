package io.gatelink.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.apigateway.LiveStage;
import io.gatelink.local.apigateway.VpcLink;
import io.gatelink.local.states.Execution;
import io.gatelink.local.states.ExecutionStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions that meet at one load balancer: they converge on one link and one API. */
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class TurnTest {

    @Test
    void ofManyPublicationsAtOnceEachHasItsTurnAndOneLinkAndOneApiAreThere() {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            List<Execution> publications = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                publications.add(life.start("publish", "p" + i, Life.input("loadBalancerArn", orders)));
            }
            life.run();

            assertThat(publications).allSatisfy(publication -> assertThat(publication.status())
                    .as(Life.shown(publication)).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(life.isPublished(orders)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Check VPC link", "Create REST API", "Integrate", "Deploy", "Smoke test"})
    void whatAnAbortedPublicationLeftIsTakenOverByOneOfTwo(String state) {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution aborted = life.start("publish", "aborted", Life.input("loadBalancerArn", orders));
            life.runUntil(aborted, state);
            life.stop(aborted);
            String link = life.onlyLink().id();

            Execution first = life.start("publish", "first", Life.input("loadBalancerArn", orders));
            Execution second = life.start("publish", "second", Life.input("loadBalancerArn", orders));
            life.run();

            assertThat(List.of(first, second)).allSatisfy(publication -> assertThat(publication.status())
                    .as(Life.shown(publication)).isEqualTo(ExecutionStatus.SUCCEEDED));
            assertThat(life.isPublished(orders)).isTrue();
            assertThat(life.onlyLink().id()).isEqualTo(link);
            // Whoever published them answers for them: they are not rolled back with another one's failure.
            assertThat(life.onlyLink().tags().get("gatelink:execution")).doesNotStartWith("aborted@");
            assertThat(life.onlyApi().tags().get("gatelink:execution")).doesNotStartWith("aborted@");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Check VPC link", "Create REST API", "Integrate", "Deploy", "Smoke test"})
    void anAbortedPublicationThatIsRedrivenAfterAnotherOneTookTheTurnChangesNothing(String state) {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution aborted = life.start("publish", "aborted", Life.input("loadBalancerArn", orders));
            life.runUntil(aborted, state);
            life.stop(aborted);
            Execution other = life.start("publish", "other", Life.input("loadBalancerArn", orders));
            life.run();
            assertThat(other.status()).as(Life.shown(other)).isEqualTo(ExecutionStatus.SUCCEEDED);
            List<VpcLink> links = life.simulation.links();
            String api = life.onlyApi().id();
            LiveStage stage = life.simulation.aws.apiGateway().stage(api, "live");

            life.redrive(aborted);

            assertThat(aborted.status()).isIn(ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED);
            if (aborted.status() == ExecutionStatus.FAILED) {
                assertThat(aborted.error()).contains("io.gatelink.functions.TurnLostException");
                assertThat(life.simulation.links()).isEqualTo(links);
            }
            assertThat(life.onlyApi().id()).isEqualTo(api);
            assertThat(life.simulation.aws.apiGateway().stage(api, "live")).isEqualTo(stage);
            assertThat(life.isPublished(orders)).isTrue();
        }
    }

    @Test
    void whatWasTakenOverIsRolledBackWithTheOneThatTookItOver() {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution aborted = life.start("publish", "aborted", Life.input("loadBalancerArn", orders));
            life.runUntil(aborted, "Smoke test");
            life.stop(aborted);
            life.simulation.backendStatus = 503;

            Execution failed = life.start("publish", "failed", Life.input("loadBalancerArn", orders));
            life.run();

            assertThat(failed.error()).contains("io.gatelink.functions.SmokeTestFailedException");
            assertThat(failed.cause().orElseThrow()).doesNotContain("Left behind");
            assertThat(life.isEmpty()).isTrue();
        }
    }

    @Test
    void whatWasTakenOverAndPublishedStaysWhenALaterPublicationFails() {
        try (var life = Life.begin()) {
            String orders = life.simulation.createLoadBalancer(Simulation.event(Life.CREATED));
            Execution aborted = life.start("publish", "aborted", Life.input("loadBalancerArn", orders));
            life.runUntil(aborted, "Smoke test");
            life.stop(aborted);
            Execution published = life.start("publish", "published", Life.input("loadBalancerArn", orders));
            life.run();
            assertThat(published.status()).as(Life.shown(published)).isEqualTo(ExecutionStatus.SUCCEEDED);
            life.simulation.backendStatus = 503;

            Execution failed = life.start("publish", "failed", Life.input("loadBalancerArn", orders));
            life.run();

            assertThat(failed.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(life.isPublished(orders)).isTrue();
        }
    }
}
