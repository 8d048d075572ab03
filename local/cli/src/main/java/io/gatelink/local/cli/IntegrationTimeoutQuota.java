package io.gatelink.local.cli;

import io.gatelink.local.Configuration;
import io.gatelink.local.apigateway.Settings;
import io.gatelink.local.cli.terminal.BadInputException;
import picocli.CommandLine.Option;

/** The account's quota on integration time-outs. */
final class IntegrationTimeoutQuota {

    @Option(
            names = "--integration-timeout-quota",
            paramLabel = "MS",
            defaultValue = "29000",
            description =
                    "The account's quota 'Maximum integration timeout in milliseconds', to which APIs that are not "
                            + "edge-optimized are held: 29000 to 300000. Default: ${DEFAULT-VALUE}")
    private int milliseconds;

    /** @throws BadInputException if AWS has no such quota */
    Configuration applyTo(Configuration configuration) {
        if (milliseconds < Settings.DEFAULT_INTEGRATION_TIMEOUT_QUOTA
                || milliseconds > Settings.MOST_INTEGRATION_TIMEOUT_QUOTA) {
            throw new BadInputException(
                    "--integration-timeout-quota is " + milliseconds + ", but must be from 29000 to 300000 (ms).");
        }
        return configuration.withQuotas(configuration.quotas().withIntegrationTimeout(milliseconds));
    }
}
