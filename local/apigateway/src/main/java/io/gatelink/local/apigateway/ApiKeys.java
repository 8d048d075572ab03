package io.gatelink.local.apigateway;

import io.gatelink.local.core.Account;
import io.gatelink.local.core.Page;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * API keys. A key opens a stage's methods that require one if it is enabled and belongs to a usage plan of that stage:
 * see {@link UsagePlans}. Keys that name their stages themselves, as before there were usage plans, are not supported.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html">CreateApiKey</a>
 */
public final class ApiKeys {

    private static final int MIN_VALUE = 20;
    private static final int MAX_VALUE = 128;
    private static final int MAX_NAME = 1024;
    private static final int MAX_DESCRIPTION = 125_000;
    private static final int VALUE = 40;

    private final Account account;
    private final UsagePlanStore plans;
    private final Store<ApiKey> keys = new Store<>();

    ApiKeys(Account account, UsagePlanStore plans) {
        this.account = account;
        this.plans = plans;
    }

    /**
     * What CreateApiKey takes; {@code null} or empty where absent.
     *
     * @param value one is made up if it is absent
     */
    public record CreateApiKeyRequest(
            String name,
            String description,
            boolean enabled,
            String value,
            String customerId,
            Map<String, String> tags) {}

    public ApiKey createApiKey(CreateApiKeyRequest request) {
        checkName(request.name());
        checkDescription(request.description());
        checkValue(request.value());
        TagRules.check(request.tags());
        Instant now = now();
        var key = new ApiKey(
                account.newId(10),
                request.value() == null ? account.newId(VALUE) : request.value(),
                request.name(),
                request.customerId(),
                request.description(),
                request.enabled(),
                now,
                now,
                request.tags());
        keys.put(key.id(), key);
        return key;
    }

    public ApiKey getApiKey(String apiKey) {
        return keys.find(apiKey).orElseThrow(ApiGatewayErrors::noApiKey);
    }

    /**
     * The keys, the newest first.
     *
     * @param nameQuery  what names begin with; {@code null} for all
     * @param customerId {@code null} for all
     */
    public Page<ApiKey> getApiKeys(String nameQuery, String customerId, String position, Integer limit) {
        return keys.newestFirst(
                position,
                limit,
                key -> isNamed(key, nameQuery) && (customerId == null || customerId.equals(key.customerId())));
    }

    /** Replaces {@code /name}, {@code /description}, {@code /customerId} or {@code /enabled}. */
    public ApiKey updateApiKey(String apiKey, List<PatchOperation> patch) {
        ApiKey key = getApiKey(apiKey);
        for (PatchOperation operation : patch) {
            key = changed(key, operation);
        }
        key = key.withLastUpdatedDate(now());
        keys.put(apiKey, key);
        return key;
    }

    /** Deletes a key, and takes it out of its usage plans. */
    public void deleteApiKey(String apiKey) {
        getApiKey(apiKey);
        keys.remove(apiKey);
        plans.forgetKey(apiKey);
    }

    Optional<ApiKey> find(String apiKey) {
        return keys.find(apiKey);
    }

    void setTags(String apiKey, Map<String, String> tags) {
        keys.put(apiKey, getApiKey(apiKey).withTags(tags));
    }

    static boolean isNamed(ApiKey key, String nameQuery) {
        return nameQuery == null || key.name() != null && key.name().startsWith(nameQuery);
    }

    private static String checkName(String name) {
        if (name != null && name.length() > MAX_NAME) {
            throw ApiGatewayErrors.badRequest("Invalid API Key name, can be at most " + MAX_NAME + " characters.");
        }
        return name;
    }

    private static String checkDescription(String description) {
        if (description != null && description.length() > MAX_DESCRIPTION) {
            throw ApiGatewayErrors.badRequest("Invalid API Key description specified.");
        }
        return description;
    }

    private void checkValue(String value) {
        if (value == null) {
            return;
        }
        if (value.length() < MIN_VALUE) {
            throw ApiGatewayErrors.badRequest("API Key value should be at least " + MIN_VALUE + " characters");
        }
        if (value.length() > MAX_VALUE) {
            throw ApiGatewayErrors.badRequest("API Key value exceeds maximum size of " + MAX_VALUE + " characters");
        }
        if (keys.all().stream().anyMatch(key -> key.value().equals(value))) {
            throw ApiGatewayErrors.conflict("API Key already exists");
        }
    }

    private static ApiKey changed(ApiKey key, PatchOperation operation) {
        return switch (String.valueOf(operation.path())) {
            case "/name" -> key.withName(checkName(replacement(operation)));
            case "/description" -> key.withDescription(checkDescription(replacement(operation)));
            case "/customerId" -> key.withCustomerId(replacement(operation));
            case "/enabled" -> {
                operation.mustReplace();
                yield key.withEnabled(operation.booleanValue());
            }
            default ->
                throw ApiGatewayErrors.badRequest("Invalid patch path  '" + operation.path() + "' specified for op '"
                        + operation.op() + "'. Must be one of: [/description, /enabled, /name, /customerId]");
        };
    }

    private static String replacement(PatchOperation operation) {
        operation.mustReplace();
        return operation.valueOrNull();
    }

    private Instant now() {
        return account.loop().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
