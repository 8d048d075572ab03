package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.Stage.AccessLogSettings;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.http.Protocol;
import java.util.List;
import java.util.Set;

/**
 * What UpdateStage changes.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateStage.html">UpdateStage</a>
 */
final class StagePatch {

    /** AWS's own list, missing commas included. */
    private static final String PATHS = "[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, "
            + "/clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, "
            + "/{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, "
            + "/{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit"
            + "/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, "
            + "/{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, "
            + "/{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, "
            + "/{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, "
            + "/*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit "
            + "/*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, "
            + "/*/*/caching/requireAuthorizationForCacheControl, "
            + "/*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]";

    private static final int LONGEST_TIME_TO_LIVE = 3600;

    /** What a caller gets that may not control the cache. */
    private static final List<String> STRATEGIES =
            List.of("FAIL_WITH_403", "SUCCEED_WITH_RESPONSE_HEADER", "SUCCEED_WITHOUT_RESPONSE_HEADER");

    private final RestApiState api;
    private final AccountSettings account;

    StagePatch(RestApiState api, AccountSettings account) {
        this.api = api;
        this.account = account;
    }

    void apply(PatchOperation operation, Stage.Draft stage) {
        if (operation.is("copy")) {
            // It promotes a canary, and there are none here.
            throw ApiGatewayErrors.badRequest("Promotion not available. Canary does not exist.");
        }
        operation.mustChange();
        List<String> path = operation.segments();
        if (path.isEmpty()) {
            throw wrongPath(operation);
        }
        switch (path.get(0)) {
            case "variables" -> changeVariable(operation, stage);
            case "accessLogSettings" -> changeAccessLogs(operation, stage);
            case "canarySettings" -> throw Protocol.notImplemented("apigateway", "UpdateStage of canary settings");
            default -> {
                if (path.size() == 1) {
                    replace(operation, stage);
                } else {
                    changeMethodSetting(operation, stage);
                }
            }
        }
    }

    private void replace(PatchOperation operation, Stage.Draft stage) {
        if (operation.is("remove") && operation.path().equals("/description")) {
            stage.description = null;
            return;
        }
        switch (operation.path()) {
            case "/deploymentId" -> {
                operation.mustReplace();
                Stages.checkDeployment(api, operation.value());
                stage.deploymentId = operation.value();
            }
            case "/description" -> {
                operation.mustReplace();
                stage.description = operation.valueOrNull();
            }
            case "/tracingEnabled" -> {
                operation.mustReplace();
                stage.tracingEnabled = operation.booleanValue();
            }
            case "/cacheClusterEnabled" -> {
                operation.mustReplace();
                if (operation.booleanValue()) {
                    throw Protocol.notImplemented("apigateway", "UpdateStage with a cache cluster");
                }
            }
            case "/cacheClusterSize" -> throw Protocol.notImplemented("apigateway", "UpdateStage with a cache cluster");
            case "/clientCertificateId" ->
                throw Protocol.notImplemented("apigateway", "UpdateStage with a client certificate");
            default -> throw wrongPath(operation);
        }
    }

    private static void changeVariable(PatchOperation operation, Stage.Draft stage) {
        String name = operation.entryOf("variables");
        if (name == null) {
            throw wrongPath(operation);
        }
        if (operation.is("remove")) {
            stage.variables.remove(name);
        } else {
            stage.variables.put(name, operation.value() == null ? "" : operation.value());
        }
    }

    private void changeAccessLogs(PatchOperation operation, Stage.Draft stage) {
        AccessLogSettings old =
                stage.accessLogSettings == null ? new AccessLogSettings(null, null) : stage.accessLogSettings;
        if (operation.is("remove")) {
            if (!operation.path().equals("/accessLogSettings")) {
                throw noMethodSetting(operation.path().substring(1));
            }
            stage.accessLogSettings = null;
            return;
        }
        String value = operation.value();
        boolean destination = operation.path().equals("/accessLogSettings/destinationArn");
        if (!destination && !operation.path().equals("/accessLogSettings/format")) {
            throw ApiGatewayErrors.badRequest("Invalid accessLogSettings path. Must be one of : "
                    + "[/accessLogSettings/destinationArn, /accessLogSettings/format]");
        }
        if (value == null || value.isEmpty()) {
            throw ApiGatewayErrors.badRequest("Access Log value must not be empty");
        }
        account.mustHaveCloudwatchRole();
        stage.accessLogSettings = destination
                ? new AccessLogSettings(value, old.format())
                : new AccessLogSettings(old.destinationArn(), value);
    }

    private void changeMethodSetting(PatchOperation operation, Stage.Draft stage) {
        List<String> path = operation.segments();
        if (operation.is("remove")) {
            String key = path.size() == 2 ? key(path) : operation.path().substring(1);
            if (path.size() != 2 || stage.methodSettings.remove(key) == null) {
                throw noMethodSetting(key);
            }
            return;
        }
        if (path.size() != 4) {
            throw wrongPath(operation);
        }
        MethodSetting setting = stage.methodSettings.getOrDefault(key(path), MethodSetting.DEFAULT);
        stage.methodSettings.put(key(path), changed(setting, path.get(2) + "/" + path.get(3), operation));
    }

    private MethodSetting changed(MethodSetting old, String what, PatchOperation operation) {
        boolean metrics = old.metricsEnabled();
        String logLevel = old.loggingLevel();
        boolean dataTrace = old.dataTraceEnabled();
        int burstLimit = old.throttlingBurstLimit();
        double rateLimit = old.throttlingRateLimit();
        boolean caching = old.cachingEnabled();
        int ttl = old.cacheTtlInSeconds();
        boolean encrypted = old.cacheDataEncrypted();
        boolean authorized = old.requireAuthorizationForCacheControl();
        String strategy = old.unauthorizedCacheControlHeaderStrategy();
        switch (what) {
            case "metrics/enabled" -> metrics = operation.booleanValue();
            case "logging/dataTrace" -> dataTrace = operation.booleanValue();
            case "logging/loglevel" -> logLevel = logLevel(operation);
            case "throttling/burstLimit" -> burstLimit = (int) limit(operation, operation.wholeNumber());
            case "throttling/rateLimit" -> rateLimit = limit(operation, operation.number());
            case "caching/enabled" -> caching = operation.booleanValue();
            case "caching/ttlInSeconds" -> ttl = timeToLive(operation);
            case "caching/dataEncrypted" -> encrypted = operation.booleanValue();
            case "caching/requireAuthorizationForCacheControl" -> authorized = operation.booleanValue();
            case "caching/unauthorizedCacheControlHeaderStrategy" -> strategy = strategy(operation);
            default -> throw wrongPath(operation);
        }
        return new MethodSetting(
                metrics, logLevel, dataTrace, burstLimit, rateLimit, caching, ttl, encrypted, authorized, strategy);
    }

    private String logLevel(PatchOperation operation) {
        String level = String.valueOf(operation.value());
        if (!Set.of("OFF", "ERROR", "INFO").contains(level)) {
            throw ApiGatewayErrors.badRequest("Invalid logging level specified. Must be one of: [OFF, ERROR, INFO]");
        }
        if (!level.equals("OFF")) {
            account.mustHaveCloudwatchRole();
        }
        return level;
    }

    private static double limit(PatchOperation operation, double limit) {
        if (limit < -1) {
            throw operation.invalidValue("Must be a number");
        }
        return limit;
    }

    private static int timeToLive(PatchOperation operation) {
        int seconds = operation.wholeNumber();
        if (seconds < 0 || seconds > LONGEST_TIME_TO_LIVE) {
            throw operation.invalidValue("Must be between 0 and " + LONGEST_TIME_TO_LIVE);
        }
        return seconds;
    }

    private static String strategy(PatchOperation operation) {
        if (!STRATEGIES.contains(String.valueOf(operation.value()))) {
            throw operation.invalidValue("Must be one of: " + STRATEGIES);
        }
        return operation.value();
    }

    /** {@code <resource path>/<HTTP method>}, without the path's leading slash. */
    private static String key(List<String> path) {
        String resource = path.get(0);
        return (resource.length() > 1 && resource.startsWith("/") ? resource.substring(1) : resource) + "/"
                + path.get(1);
    }

    private static AwsException noMethodSetting(String key) {
        return ApiGatewayErrors.badRequest(
                "Cannot remove method setting " + key + " because there is no method setting for this method ");
    }

    private static AwsException wrongPath(PatchOperation operation) {
        return ApiGatewayErrors.badRequest(
                "Invalid method setting path: " + operation.path() + ". Must be one of: " + PATHS);
    }
}
