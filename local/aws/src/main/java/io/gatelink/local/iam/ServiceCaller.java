package io.gatelink.local.iam;

import java.util.Objects;

/**
 * A service of AWS that calls another one on behalf of something in the account.
 *
 * @param principal e.g. {@code events.amazonaws.com}
 * @param sourceArn on whose behalf, e.g. the ARN of a rule
 */
public record ServiceCaller(String principal, String sourceArn) {

    public ServiceCaller {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(sourceArn, "sourceArn");
    }

    /** Whether it tells KMS on whose behalf it uses a key. */
    boolean tellsKeys() {
        return !principal.equals("events.amazonaws.com") && !principal.equals("delivery.logs.amazonaws.com");
    }

    /** EventBridge, for one of its rules. */
    public static ServiceCaller events(String ruleArn) {
        return new ServiceCaller("events.amazonaws.com", ruleArn);
    }

    /** CloudWatch, for one of its alarms. */
    public static ServiceCaller cloudWatch(String alarmArn) {
        return new ServiceCaller("cloudwatch.amazonaws.com", alarmArn);
    }

    /** API Gateway, for one of its authorizers. */
    public static ServiceCaller apiGateway(String authorizerArn) {
        return new ServiceCaller("apigateway.amazonaws.com", authorizerArn);
    }

    /** SNS, for one of its topics. */
    public static ServiceCaller sns(String topicArn) {
        return new ServiceCaller("sns.amazonaws.com", topicArn);
    }
}
