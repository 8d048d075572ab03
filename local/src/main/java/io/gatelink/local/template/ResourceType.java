package io.gatelink.local.template;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The resource types that the local AWS understands, and what {@code Ref} and {@code GetAtt} give for each. */
enum ResourceType {

    FUNCTION("AWS::Serverless::Function") {
        @Override
        Identity identity(Deployment deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("lambda", "function:" + name)));
        }
    },

    STATE_MACHINE("AWS::Serverless::StateMachine") {
        @Override
        Identity identity(Deployment deployment, String name) {
            String arn = deployment.arn("states", "stateMachine:" + name);
            return new Identity(arn, Map.of("Arn", arn, "Name", name));
        }
    },

    QUEUE("AWS::SQS::Queue") {
        @Override
        Identity identity(Deployment deployment, String name) {
            String url = "https://sqs." + deployment.region() + "." + deployment.urlSuffix() + "/"
                    + deployment.accountId() + "/" + name;
            return new Identity(url, Map.of("Arn", deployment.arn("sqs", name), "QueueName", name, "QueueUrl", url));
        }
    },

    /** No effect locally: any service may send to the local queues. */
    QUEUE_POLICY("AWS::SQS::QueuePolicy") {
        @Override
        Identity identity(Deployment deployment, String name) {
            return new Identity(name, Map.of("Id", name));
        }
    },

    /** No effect locally: functions log to the console. */
    LOG_GROUP("AWS::Logs::LogGroup") {
        @Override
        Identity identity(Deployment deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("logs", "log-group:" + name + ":*")));
        }
    },

    /** No effect locally: there are no metrics. */
    METRIC_FILTER("AWS::Logs::MetricFilter") {
        @Override
        Identity identity(Deployment deployment, String name) {
            return new Identity(name, Map.of());
        }
    },

    /** No effect locally: there are no metrics. */
    ALARM("AWS::CloudWatch::Alarm") {
        @Override
        Identity identity(Deployment deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("cloudwatch", "alarm:" + name)));
        }
    };

    private final String typeName;

    ResourceType(String typeName) {
        this.typeName = typeName;
    }

    static Optional<ResourceType> of(String typeName) {
        return Arrays.stream(values()).filter(type -> type.typeName.equals(typeName)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(type -> type.typeName).toList();
    }

    /** @param name the physical name */
    abstract Identity identity(Deployment deployment, String name);

    /**
     * What {@code Ref} and {@code GetAtt} give for one resource.
     *
     * @param ref        the value of {@code Ref}
     * @param attributes the values of {@code GetAtt}, by name
     */
    record Identity(String ref, Map<String, String> attributes) {

        /** The rule of the default event bus with this name. */
        static Identity rule(Deployment deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("events", "rule/" + name)));
        }

        /** The execution role with this name. */
        static Identity role(Deployment deployment, String name) {
            String arn = "arn:" + deployment.partition() + ":iam::" + deployment.accountId() + ":role/" + name;
            return new Identity(name, Map.of("Arn", arn));
        }

        /** This one with one more attribute. */
        Identity with(String attribute, String value) {
            var more = new LinkedHashMap<>(attributes);
            more.put(attribute, value);
            return new Identity(ref, more);
        }
    }
}
