package io.gatelink.local.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The command that calls a published API, and what it needs. */
class CurlCommandTest {

    private static final String URL = "https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/live/";

    @Test
    void credentialsInTheEnvironmentNeedNoPreparation() {
        var curl = new CurlCommand("", "eu-west-1", "", false);

        assertThat(curl.preparation("AWS_IAM")).isEmpty();
        assertThat(curl.of(URL, "AWS_IAM", ""))
                .isEqualTo("curl --aws-sigv4 aws:amz:eu-west-1:execute-api --user "
                        + "\"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" -H \"x-amz-security-token: "
                        + "$AWS_SESSION_TOKEN\" '" + URL + "'");
    }

    @Test
    void thoseOfAProfileAreExportedFirst() {
        assertThat(new CurlCommand("", "eu-west-1", "operator", true).preparation("AWS_IAM"))
                .isEqualTo("eval \"$(aws configure export-credentials --format env --profile 'operator')\"");
        assertThat(new CurlCommand("", "eu-west-1", "", true).preparation("AWS_IAM"))
                .isEqualTo("eval \"$(aws configure export-credentials --format env)\"");
    }

    @Test
    void theCommandThatReadsAKeyHasRegionAndProfile() {
        assertThat(new CurlCommand("", "eu-west-1", "operator", true).preparation("API_KEY"))
                .isEqualTo("export AWS_DEFAULT_REGION=eu-west-1 AWS_PROFILE='operator'");
    }
}
