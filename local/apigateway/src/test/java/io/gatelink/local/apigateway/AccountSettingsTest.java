package io.gatelink.local.apigateway;

import static io.gatelink.local.apigateway.ApiGatewayFixture.error;
import static io.gatelink.local.apigateway.ApiGatewayFixture.replace;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccountSettingsTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/api-gateway-logs";

    private final ApiGatewayFixture aws = new ApiGatewayFixture();

    @Test
    void anAccountBeginsWithAwsDefaults() {
        var account = aws.client.getAccount();

        assertThat(account.cloudwatchRoleArn()).isNull();
        assertThat(account.throttleSettings().burstLimit()).isEqualTo(5000);
        assertThat(account.throttleSettings().rateLimit()).isEqualTo(10_000);
        assertThat(account.features()).containsExactly("UsagePlans");
        assertThat(account.apiKeyVersion()).isEqualTo("4");
    }

    @Test
    void theRoleForLogsIsSetAndRemoved() {
        assertThat(aws.client
                        .updateAccount(r -> r.patchOperations(replace("/cloudwatchRoleArn", ROLE)))
                        .cloudwatchRoleArn())
                .isEqualTo(ROLE);
        assertThat(aws.client.getAccount().cloudwatchRoleArn()).isEqualTo(ROLE);

        aws.client.updateAccount(r -> r.patchOperations(replace("/cloudwatchRoleArn", "")));
        assertThat(aws.client.getAccount().cloudwatchRoleArn()).isNull();
    }

    @Test
    void wrongPatchesAreRefused() {
        assertThat(error(() -> aws.client.updateAccount(r -> r.patchOperations(replace("/apiKeyVersion", "5")))))
                .isEqualTo("400 BadRequestException: Invalid patch path /apiKeyVersion");
        assertThat(error(() -> aws.client.updateAccount(r -> r.patchOperations(replace("/cloudwatchRoleArn", "me")))))
                .isEqualTo("400 BadRequestException: The role ARN is not well formed");
    }
}
