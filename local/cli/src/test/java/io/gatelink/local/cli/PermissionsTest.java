package io.gatelink.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatelink.local.cli.operator.Permissions;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rights that {@code gatelink doctor --permissions} lists are those that the commands use: each, and no more. */
class PermissionsTest {

    /** AWS asks for these when it reads what is encrypted, and when a published API is called. */
    private static final Set<String> OF_NO_CALL = Set.of("kms:Decrypt", "execute-api:Invoke");

    private static final Duration SHORT = Duration.ofSeconds(1);

    private static OperatorScene scene;
    private static AwsProxy proxy;
    private static String keys;

    @BeforeAll
    static void start() {
        scene = new OperatorScene(
                configuration -> configuration.withLinkDelay(SHORT).withLinkDeletionDelay(SHORT),
                "AllowWeakerAuthorization",
                "true",
                "LinkPollSeconds",
                "10",
                "SwitchDrainSeconds",
                "30");
        scene.create("orders", "gatelink:publish", "true");
        keys = scene.create("keys", "gatelink:publish", "true", "gatelink:authorization", "API_KEY");
        scene.create("billing");
        assertThat(scene.gatelink("publish", "orders").exitCode()).isZero();
        assertThat(scene.gatelink("publish", "keys").exitCode()).isZero();
        proxy = new AwsProxy(scene.aws.endpoint());
        scene.with("AWS_ENDPOINT_URL", proxy.endpoint());
    }

    @AfterAll
    static void close() {
        proxy.close();
        scene.close();
    }

    private static void assertThatRightsAreUsed(String command) {
        var asked = new TreeSet<>(proxy.asked());
        var listed = new TreeSet<>(Permissions.byCommand().get(command));
        listed.removeAll(OF_NO_CALL);

        assertThat(asked).isEqualTo(listed);
    }

    private static void run(String... arguments) {
        assertThat(scene.gatelink(arguments).exitCode()).isNotEqualTo(2);
    }

    /** Runs a command that is to prepare something only. */
    private static void prepare(String... arguments) {
        run(arguments);
        proxy.asked();
    }

    /** A load balancer that cannot be published, so that its item is all there is of it; then it is deleted. */
    private static void createAndDelete(String name) {
        String arn = scene.create(name, "gatelink:publish", "true", "gatelink:unknown", "x");
        prepare("publish", name);
        scene.aws.loop().exclusively(() -> scene.aws.loadBalancers().deleteLoadBalancer(arn));
    }

    @Test
    void status() {
        String arn = scene.create("running", "gatelink:publish", "true");
        var publication = scene.start("publish", arn, "--endpoint-url", scene.aws.endpoint());
        scene.aws.loop().runUntil(() -> publication.out().toString().contains("Take turn"));

        run("status");
        run("status", arn);

        assertThatRightsAreUsed("status");
        scene.aws.loop().runUntil(publication.over());
    }

    @Test
    void publish() {
        run("publish", "billing");
        run("publish", "billing", "--once");

        assertThatRightsAreUsed("publish");
    }

    @Test
    void withdraw() {
        createAndDelete("gone");
        scene.create("short", "gatelink:publish", "true");
        prepare("publish", "short");

        run("withdraw", "short");
        run("withdraw", "gone");

        assertThatRightsAreUsed("withdraw");
    }

    @Test
    void replace() {
        scene.create("new");

        run("replace", "orders", "new");
        run("replace", "orders", "new", "--once");

        assertThatRightsAreUsed("replace");
    }

    @Test
    void call() {
        run("call", keys);
        run("call", "keys");

        assertThatRightsAreUsed("call");
    }

    @Test
    void logs() {
        createAndDelete("left");

        run("logs", "left");
        run("logs", "orders");

        assertThatRightsAreUsed("logs");
    }

    @Test
    void doctor() {
        proxy.answering("cloudtrail:DescribeTrails", 200, DoctorCommandTest.TRAILS)
                .answering("cloudtrail:GetTrailStatus", 200, "{\"IsLogging\": true}");

        run("doctor");

        assertThatRightsAreUsed("doctor");
    }
}
