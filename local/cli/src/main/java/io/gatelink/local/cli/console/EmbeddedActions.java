package io.gatelink.local.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.Configuration;
import io.gatelink.local.LocalAws;
import io.gatelink.local.cli.replay.DemoBackend;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.states.Execution;
import java.net.InetSocketAddress;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** What the console does in the embedded AWS. For any thread. */
final class EmbeddedActions implements AutoCloseable {

    private final LocalAws aws;
    private final SampleEvents samples;
    private final EmbeddedBalancers balancers;
    private DemoBackend backend;
    private ElasticLoadBalancingV2Client client;

    EmbeddedActions(LocalAws aws, SampleEvents samples, EmbeddedBalancers balancers) {
        this.aws = aws;
        this.samples = samples;
        this.balancers = balancers;
    }

    ObjectNode perform(Action action, ObjectNode arguments) {
        try {
            return switch (action) {
                case CALL -> call(arguments);
                case DELIVER -> deliver(Action.text(arguments, "file"));
                case TAG -> tag(arguments);
                case START -> start(Action.text(arguments, "stateMachineArn"), Action.text(arguments, "input"));
                case STOP -> stop(Action.text(arguments, "executionArn"));
            };
        } catch (AwsException e) {
            throw new RefusedException(422, e.code() + ": " + e.getMessage());
        } catch (AwsServiceException e) {
            throw new RefusedException(
                    422,
                    e.awsErrorDetails().errorCode() + ": " + e.awsErrorDetails().errorMessage());
        }
    }

    private ObjectNode call(ObjectNode arguments) {
        String arn = Action.text(arguments, "loadBalancerArn");
        Item item = aws.loop().exclusively(() -> balancers.item(arn));
        return new ApiCall(aws)
                .call(
                        item,
                        arguments.path("path").asText(),
                        arguments.path("token").asText())
                .json();
    }

    private ObjectNode deliver(String file) {
        ObjectNode event = samples.read(file);
        if (!event.has("detail")) {
            return start(publish(), Json.write(event));
        }
        InetSocketAddress address = backend();
        return message(aws.loop().exclusively(() -> new Replay(aws, balancers, event, address).begin()));
    }

    private String publish() {
        return aws.loop().exclusively(() -> aws.stack().outputs().getOrDefault("StateMachineArn", ""));
    }

    private ObjectNode tag(ObjectNode arguments) {
        TagChange.of(arguments).applyWith(elasticLoadBalancing());
        return message("Tags changed.");
    }

    private ObjectNode start(String stateMachineArn, String input) {
        Execution started = aws.loop().exclusively(() -> aws.states().startExecution(stateMachineArn, null, input));
        return message("Started.").put("executionArn", started.arn());
    }

    private ObjectNode stop(String executionArn) {
        Execution stopped = aws.loop().exclusively(() -> aws.states()
                .stopExecution(executionArn, "StoppedByHand", "Stopped in the console."));
        return message("It is " + stopped.status() + ".");
    }

    private static ObjectNode message(String sentence) {
        return Json.object().put("message", sentence);
    }

    private synchronized InetSocketAddress backend() {
        if (backend == null) {
            backend = DemoBackend.start();
        }
        return backend.address();
    }

    private synchronized ElasticLoadBalancingV2Client elasticLoadBalancing() {
        if (client == null) {
            client = ElasticLoadBalancingV2Client.builder()
                    .httpClient(aws.transport())
                    .endpointOverride(URI.create(aws.endpoint()))
                    .region(Region.of(Configuration.REGION))
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                    .build();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (backend != null) {
            backend.close();
        }
        if (client != null) {
            client.close();
        }
    }
}
