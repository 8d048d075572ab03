package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.DomainNames.State;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Page;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The base path mappings of custom domain names. Errors are in the words that AWS's answers were recorded with, except
 * where it says otherwise.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateBasePathMapping.html">CreateBasePathMapping
 *     </a>
 */
public final class BasePathMappings {

    private static final Pattern BASE_PATH = Pattern.compile("[A-Za-z0-9$\\-_.+!*'()]{1,300}");

    private final DomainNames domainNames;
    private final RestApis restApis;
    private final EventualConsistency arrivals;

    BasePathMappings(DomainNames domainNames, RestApis restApis, EventualConsistency arrivals) {
        this.domainNames = domainNames;
        this.restApis = restApis;
        this.arrivals = arrivals;
    }

    /**
     * Adds a mapping.
     *
     * @param domainNameId of a private domain name; {@code null} for a public one
     * @param basePath     {@code null} or {@link BasePathMapping#NONE} for the empty one
     * @param stage        {@code null} or {@link BasePathMapping#NONE} to leave it open
     * @throws io.gatelink.local.core.AwsException NotFoundException if there is no such domain name; ConflictException
     *                                        if the base path is taken; BadRequestException for all else
     */
    public BasePathMapping createBasePathMapping(
            String domainName, String domainNameId, String basePath, String restApiId, String stage) {
        State state = domainNames.state(domainName, domainNameId);
        var mapping =
                new BasePathMapping(basePath == null ? BasePathMapping.NONE : basePath, restApiId, noneAsNull(stage));
        check(state, mapping);
        if (state.mappings.find(mapping.basePath()).isPresent()) {
            throw exists();
        }
        put(state, mapping);
        return mapping;
    }

    public BasePathMapping getBasePathMapping(String domainName, String domainNameId, String basePath) {
        return mapping(domainNames.state(domainName, domainNameId), basePath);
    }

    public Page<BasePathMapping> getBasePathMappings(
            String domainName, String domainNameId, String position, Integer limit) {
        State state = domainNames.state(domainName, domainNameId);
        return state.mappings.page(position, limit);
    }

    /** Replaces a mapping's {@code /basePath}, {@code /restapiId} or {@code /stage}. */
    public BasePathMapping updateBasePathMapping(
            String domainName, String domainNameId, String basePath, List<PatchOperation> patch) {
        State state = domainNames.state(domainName, domainNameId);
        BasePathMapping old = mapping(state, basePath);
        BasePathMapping changed = old;
        for (PatchOperation operation : patch) {
            changed = patched(changed, operation);
        }
        check(state, changed);
        if (!changed.basePath().equals(old.basePath())) {
            if (state.mappings.find(changed.basePath()).isPresent()) {
                throw exists();
            }
            state.mappings.remove(old.basePath());
        }
        state.mappings.put(changed.basePath(), changed);
        return changed;
    }

    public void deleteBasePathMapping(String domainName, String domainNameId, String basePath) {
        State state = domainNames.state(domainName, domainNameId);
        state.mappings.remove(mapping(state, basePath).basePath());
    }

    /**
     * The mapping that takes a path: of those whose base path it begins with, on whole segments, the one with the
     * longest.
     *
     * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html">API
     *         mappings</a>
     */
    public Optional<BasePathMapping> match(DomainName domain, String path) {
        BasePathMapping best = null;
        State state = domainNames.find(domain.name(), domain.id()).orElse(null);
        if (state == null) {
            return Optional.empty();
        }
        for (BasePathMapping mapping : state.mappings.all()) {
            String rest = mapping.rest(path);
            if (rest != null && (best == null || rest.length() < best.rest(path).length())) {
                best = mapping;
            }
        }
        return Optional.ofNullable(best);
    }

    private static BasePathMapping patched(BasePathMapping mapping, PatchOperation operation) {
        String path = operation.path() == null ? "" : operation.path();
        switch (path) {
            case "/basePath" -> {
                operation.mustReplace();
                String basePath = operation.valueOrNull() == null ? BasePathMapping.NONE : operation.value();
                return new BasePathMapping(basePath, mapping.restApiId(), mapping.stage());
            }
            case "/restapiId", "/restApiId" -> {
                operation.mustReplace();
                return new BasePathMapping(mapping.basePath(), operation.valueOrNull(), mapping.stage());
            }
            case "/stage" -> {
                operation.mustReplace();
                return new BasePathMapping(
                        mapping.basePath(), mapping.restApiId(), noneAsNull(operation.valueOrNull()));
            }
            default -> throw ApiGatewayErrors.patchPath(operation.path());
        }
    }

    /** That private APIs and private domain names go together is documented; the words for it are inferred. */
    private void check(State state, BasePathMapping mapping) {
        checkBasePath(mapping.basePath());
        RestApiState api = mapping.restApiId() == null ? null : restApis.find(mapping.restApiId());
        if (api == null) {
            throw ApiGatewayErrors.badRequest("Invalid REST API identifier specified");
        }
        if (mapping.stage() != null && api.stage(mapping.stage()).isEmpty()) {
            throw ApiGatewayErrors.badRequest("Invalid stage identifier specified");
        }
        boolean privateApi = api.api.endpointConfiguration().isPrivate();
        if (privateApi != state.domain.isPrivate()) {
            throw ApiGatewayErrors.badRequest(
                    privateApi
                            ? "Private APIs can only be mapped to private custom domain names."
                            : "Only private APIs can be mapped to private custom domain names.");
        }
    }

    /** The characters are documented; the words for others are inferred. */
    private static void checkBasePath(String basePath) {
        if (basePath.contains("/")) {
            throw ApiGatewayErrors.badRequest("API Gateway V1 doesn't support the slash character (/) in base path "
                    + "mappings. To create a multi-level base path mapping, use API Gateway V2.");
        }
        if (!BASE_PATH.matcher(basePath).matches()) {
            throw ApiGatewayErrors.badRequest("Base path mappings may only contain letters, numbers and the following "
                    + "characters: $-_.+!*'(), and 300 characters at most");
        }
    }

    private void put(State state, BasePathMapping mapping) {
        state.mappings.put(mapping.basePath(), mapping);
        arrivals.made(path(state, mapping.basePath()));
    }

    private BasePathMapping mapping(State state, String basePath) {
        return state.mappings
                .find(basePath)
                .filter(mapping -> arrivals.shows(path(state, basePath)))
                .orElseThrow(() -> ApiGatewayErrors.notFound("Invalid base path mapping identifier specified"));
    }

    private static String path(State state, String basePath) {
        return "/domainnames/" + state.domain.key() + "/basepathmappings/" + basePath;
    }

    private static AwsException exists() {
        return ApiGatewayErrors.conflict("Base path already exists for this domain name");
    }

    private static String noneAsNull(String stage) {
        return BasePathMapping.NONE.equals(stage) ? null : stage;
    }
}
