package io.gatelink.local.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The resource types that the local AWS understands, and what {@code Ref} and {@code GetAtt} give for each. */
enum ResourceType {
    FUNCTION("AWS::Serverless::Function") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("lambda", "function:" + name)));
        }
    },

    STATE_MACHINE("AWS::Serverless::StateMachine", "Name") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return Identity.stateMachine(deployment, name);
        }
    },

    /** Unlike SAM's, it can have a key of the customer's. */
    STATES_STATE_MACHINE("AWS::StepFunctions::StateMachine", "StateMachineName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return Identity.stateMachine(deployment, name);
        }
    },

    QUEUE("AWS::SQS::Queue", "QueueName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            String url = "https://sqs." + deployment.region() + "." + deployment.urlSuffix() + "/"
                    + deployment.accountId() + "/" + name;
            return new Identity(url, Map.of("Arn", deployment.arn("sqs", name), "QueueName", name, "QueueUrl", url));
        }
    },

    QUEUE_POLICY("AWS::SQS::QueuePolicy") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Id", name));
        }
    },

    TOPIC("AWS::SNS::Topic", "TopicName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            String arn = deployment.arn("sns", name);
            return new Identity(arn, Map.of("TopicArn", arn, "TopicName", name));
        }
    },

    TOPIC_POLICY("AWS::SNS::TopicPolicy") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Id", name));
        }
    },

    SUBSCRIPTION("AWS::SNS::Subscription") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            String arn = deployment.arn("sns", name + ":" + id(name));
            return new Identity(arn, Map.of("Arn", arn));
        }
    },

    RULE("AWS::Events::Rule", "Name") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return Identity.rule(deployment, name);
        }
    },

    KEY("AWS::KMS::Key") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            String id = id(name);
            return new Identity(id, Map.of("Arn", deployment.arn("kms", "key/" + id), "KeyId", id));
        }
    },

    KEY_ALIAS("AWS::KMS::Alias", "AliasName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of());
        }
    },

    ROLE("AWS::IAM::Role", "RoleName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return Identity.role(deployment, name)
                    .with("RoleId", "AROALOCAL" + id(name).substring(0, 12).toUpperCase(Locale.ROOT));
        }
    },

    MANAGED_POLICY("AWS::IAM::ManagedPolicy", "ManagedPolicyName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            String arn = "arn:" + deployment.partition() + ":iam::" + deployment.accountId() + ":policy/" + name;
            return new Identity(arn, Map.of("PolicyArn", arn));
        }
    },

    PERMISSION("AWS::Lambda::Permission") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Id", name));
        }
    },

    API_GATEWAY_ACCOUNT("AWS::ApiGateway::Account") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Id", name));
        }
    },

    TABLE("AWS::DynamoDB::Table", "TableName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("dynamodb", "table/" + name)));
        }
    },

    /** Functions and state machines log to it. */
    LOG_GROUP("AWS::Logs::LogGroup", "LogGroupName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("logs", "log-group:" + name + ":*")));
        }
    },

    /** No effect locally: there are no metrics. */
    METRIC_FILTER("AWS::Logs::MetricFilter") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of());
        }
    },

    /** Locally no metric changes its state; who is to be told of one must let it. */
    ALARM("AWS::CloudWatch::Alarm", "AlarmName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("cloudwatch", "alarm:" + name)));
        }
    },

    BUCKET("AWS::S3::Bucket", "BucketName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            String domain = "s3." + deployment.region() + "." + deployment.urlSuffix();
            return new Identity(
                    name,
                    Map.of(
                            "Arn", "arn:" + deployment.partition() + ":s3:::" + name,
                            "DomainName", name + ".s3." + deployment.urlSuffix(),
                            "RegionalDomainName", name + "." + domain));
        }

        /** Unique among all accounts, in small letters. */
        @Override
        String defaultName(PseudoParameters deployment, String logicalId) {
            String name = super.defaultName(deployment, logicalId);
            String readable = name.toLowerCase(Locale.ROOT);
            return readable.substring(0, Math.min(readable.length(), 50)) + "-"
                    + id(name).replace("-", "").substring(0, 12);
        }
    },

    BUCKET_POLICY("AWS::S3::BucketPolicy") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of());
        }
    },

    /** No effect locally: there are no metrics. Its body has to be JSON all the same. */
    DASHBOARD("AWS::CloudWatch::Dashboard", "DashboardName") {
        @Override
        Identity identity(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of());
        }
    };

    private final String typeName;
    private final String nameProperty;

    ResourceType(String typeName) {
        this(typeName, null);
    }

    /** @param nameProperty holds the physical name; {@code null} if there is none, or none that may be chosen */
    ResourceType(String typeName, String nameProperty) {
        this.typeName = typeName;
        this.nameProperty = nameProperty;
    }

    static Optional<ResourceType> of(String typeName) {
        return Arrays.stream(values())
                .filter(type -> type.typeName.equals(typeName))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(type -> type.typeName).toList();
    }

    /** The type's name in templates. */
    String typeName() {
        return typeName;
    }

    /** The physical name of a resource whose template gives it none. */
    String defaultName(PseudoParameters deployment, String logicalId) {
        return deployment.stackName() + "-" + logicalId;
    }

    /** The property that a resource's physical name can be given in, if there is one. */
    Optional<String> nameProperty() {
        return Optional.ofNullable(nameProperty);
    }

    /** An identifier that the physical name decides. */
    private static String id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** @param name the physical name */
    abstract Identity identity(PseudoParameters deployment, String name);

    /**
     * What {@code Ref} and {@code GetAtt} give for one resource.
     *
     * @param ref        the value of {@code Ref}
     * @param attributes the values of {@code GetAtt}, by name
     */
    record Identity(String ref, Map<String, String> attributes) {

        /** The rule of the default event bus with this name. */
        static Identity rule(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Arn", deployment.arn("events", "rule/" + name)));
        }

        static Identity stateMachine(PseudoParameters deployment, String name) {
            String arn = deployment.arn("states", "stateMachine:" + name);
            return new Identity(arn, Map.of("Arn", arn, "Name", name));
        }

        /** The execution role with this name. */
        static Identity role(PseudoParameters deployment, String name) {
            return new Identity(name, Map.of("Arn", roleArn(deployment, name)));
        }

        static String roleArn(PseudoParameters deployment, String name) {
            return "arn:" + deployment.partition() + ":iam::" + deployment.accountId() + ":role/" + name;
        }

        /** This one with one more attribute. */
        Identity with(String attribute, String value) {
            var more = new LinkedHashMap<>(attributes);
            more.put(attribute, value);
            return new Identity(ref, more);
        }
    }
}
