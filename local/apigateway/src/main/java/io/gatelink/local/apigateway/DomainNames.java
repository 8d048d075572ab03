package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.RestApi.EndpointConfiguration;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.Page;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Custom domain names. Regional ones with base path mappings are served; edge-optimized and private ones, and those
 * with routing rules, can be made and read. {@link DomainNamePatch} says what can be changed.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html">CreateDomainName</a>
 */
public final class DomainNames {

    private final Account account;
    private final Settings settings;
    private final Store<State> domains = new Store<>();

    /** Public domain names by their names, for readers on any thread. Replaced as a whole. */
    private volatile Map<String, DomainName> servedNames = Map.of();

    DomainNames(Account account, Settings settings) {
        this.account = account;
        this.settings = settings;
    }

    /** All that belongs to one domain name. */
    static final class State {

        DomainName domain;
        /** By base path. */
        final Store<BasePathMapping> mappings = new Store<>();

        State(DomainName domain) {
            this.domain = domain;
        }
    }

    /** What CreateDomainName takes; {@code null} or empty where absent. */
    public record CreateDomainNameRequest(
            String domainName,
            String certificateName,
            String certificateArn,
            String regionalCertificateName,
            String regionalCertificateArn,
            List<String> types,
            String ipAddressType,
            Map<String, String> tags,
            String securityPolicy,
            String endpointAccessMode,
            String policy,
            String routingMode) {}

    public DomainName createDomainName(CreateDomainNameRequest request) {
        EndpointConfiguration endpoint = DomainNameRules.endpoint(request.types(), request.ipAddressType());
        String securityPolicy =
                RestApiRules.securityPolicy(request.securityPolicy(), "createDomainNameInput.securityPolicy");
        String accessMode = RestApiRules.endpointAccessMode(
                request.endpointAccessMode(), "createDomainNameInput.endpointAccessMode");
        String routingMode = DomainNameRules.routingMode(request.routingMode(), "createDomainNameInput.routingMode");
        DomainNameRules.checkName(request.domainName());
        TagRules.check(request.tags());
        String id = endpoint.isPrivate() ? account.newId(10) : null;
        var draft = new DomainName.Draft(request.domainName(), id, arn(request.domainName(), id));
        draft.endpointConfiguration = endpoint;
        boolean regional = endpoint.type().equals("REGIONAL");
        DomainNameRules.checkNoOtherCertificate(
                regional
                        ? request.certificateArn() != null || request.certificateName() != null
                        : request.regionalCertificateArn() != null || request.regionalCertificateName() != null,
                endpoint.type());
        draft.certificateArn = regional ? request.regionalCertificateArn() : request.certificateArn();
        draft.certificateName = regional ? request.regionalCertificateName() : request.certificateName();
        DomainNameRules.checkCertificate(draft.certificateArn, endpoint.type(), account);
        draft.certificateUploadDate = now();
        draft.target = target(endpoint.type());
        draft.securityPolicy = securityPolicy == null ? "TLS_1_2" : securityPolicy;
        draft.endpointAccessMode = accessMode;
        draft.routingMode = routingMode;
        draft.policy = policy(request.policy(), draft);
        draft.tags = request.tags();
        DomainName domain = draft.build();
        // A public name exists once in all of AWS; a private one is told from others by its id.
        if (domains.find(domain.key()).isPresent()) {
            throw ApiGatewayErrors.badRequest("The domain name you provided already exists.");
        }
        domains.put(domain.key(), new State(domain));
        publish();
        return domain;
    }

    /** @param domainNameId of a private domain name; {@code null} for a public one */
    public DomainName getDomainName(String domainName, String domainNameId) {
        return state(domainName, domainNameId).domain;
    }

    /** @param resourceOwner {@code SELF}, or {@code OTHER_ACCOUNTS}, whose domain names there are none of here */
    public Page<DomainName> getDomainNames(String resourceOwner, String position, Integer limit) {
        if (resourceOwner != null && !List.of("SELF", "OTHER_ACCOUNTS").contains(resourceOwner)) {
            throw ApiGatewayErrors.validation(
                    resourceOwner,
                    "getDomainNamesInput.resourceOwner",
                    "Member must satisfy enum value set: [SELF, OTHER_ACCOUNTS]");
        }
        Page<State> page = domains.page(position, limit, state -> !"OTHER_ACCOUNTS".equals(resourceOwner));
        return page.map(state -> state.domain);
    }

    /**
     * Changes a domain name. If its certificate, security policy or endpoint changes, it is UPDATING for {@link
     * Settings#restApiUpdateDelay} at most, goes on serving, and must not be changed.
     */
    public DomainName updateDomainName(String domainName, String domainNameId, List<PatchOperation> patch) {
        State state = state(domainName, domainNameId);
        if (state.domain.updating()) {
            throw ApiGatewayErrors.updateInProgress();
        }
        DomainName.Draft draft = state.domain.edit();
        var domainNamePatch = new DomainNamePatch(draft, text -> policy(text, draft));
        patch.forEach(domainNamePatch::apply);
        if (!Objects.equals(draft.certificateArn, state.domain.certificateArn())) {
            DomainNameRules.checkCertificate(draft.certificateArn, draft.endpointConfiguration.type(), account);
            draft.certificateUploadDate = now();
        }
        DomainNameRules.checkEndpoint(draft.endpointConfiguration);
        draft.updating = !settings.restApiUpdateDelay().isZero() && changesEndpoint(state.domain, draft);
        put(state, draft);
        if (draft.updating) {
            account.loop().schedule(RestApis.updateDelay(account, settings), () -> {
                DomainName.Draft updated = state.domain.edit();
                updated.updating = false;
                state.domain = updated.build();
                publish();
            });
        }
        return state.domain;
    }

    /** Deletes a domain name with its base path mappings. */
    public void deleteDomainName(String domainName, String domainNameId) {
        domains.remove(state(domainName, domainNameId).domain.key());
        publish();
    }

    /**
     * The public domain name that a host belongs to: the one of this name, or a wildcard one for its subdomains. Not to
     * be called exclusively: it takes no lock.
     *
     * @param host in lower case, without a port
     */
    public Optional<DomainName> serving(String host) {
        DomainName exact = servedNames.get(host);
        int dot = host.indexOf('.');
        return Optional.ofNullable(exact != null || dot < 0 ? exact : servedNames.get("*" + host.substring(dot)));
    }

    State state(String domainName, String domainNameId) {
        return find(domainName, domainNameId)
                .orElseThrow(() -> ApiGatewayErrors.notFound("Invalid domain name identifier specified"));
    }

    Optional<State> find(String domainName, String domainNameId) {
        return domains.find(DomainName.key(domainName, domainNameId))
                .filter(state -> state.domain.name().equals(domainName));
    }

    /**
     * The domain names that have a base path mapping to an API.
     *
     * @param stage only those of mappings to this stage of it; {@code null} for all
     */
    List<String> leadingTo(String restApiId, String stage) {
        return domains.all().stream()
                .filter(state -> state.mappings.all().stream()
                        .anyMatch(mapping -> mapping.restApiId().equals(restApiId)
                                && (stage == null || stage.equals(mapping.stage()))))
                .map(state -> state.domain.name())
                .toList();
    }

    void setTags(String domainName, String domainNameId, Map<String, String> tags) {
        State state = state(domainName, domainNameId);
        DomainName.Draft draft = state.domain.edit();
        draft.tags = tags;
        put(state, draft);
    }

    private void put(State state, DomainName.Draft draft) {
        state.domain = draft.build();
        publish();
    }

    /** Private domain names are seen through VPC endpoints only, and so only where there is no public one. */
    private void publish() {
        var names = new HashMap<String, DomainName>();
        for (State state : domains.all()) {
            if (state.domain.isPrivate()) {
                names.putIfAbsent(state.domain.name(), state.domain);
            } else {
                names.put(state.domain.name(), state.domain);
            }
        }
        servedNames = Map.copyOf(names);
    }

    private static boolean changesEndpoint(DomainName domain, DomainName.Draft draft) {
        return !Objects.equals(domain.certificateArn(), draft.certificateArn)
                || !Objects.equals(domain.securityPolicy(), draft.securityPolicy)
                || !Objects.equals(domain.endpointAccessMode(), draft.endpointAccessMode)
                || !domain.endpointConfiguration().equals(draft.endpointConfiguration);
    }

    private ResourcePolicy policy(String text, DomainName.Draft draft) {
        if (text == null) {
            return null;
        }
        if (!draft.endpointConfiguration.isPrivate()) {
            // The rule is documented; the words are inferred.
            throw ApiGatewayErrors.badRequest("A policy is only supported for private custom domain names.");
        }
        return ResourcePolicy.parse(text, account.arn("execute-api", "/domainnames/" + draft.name + "+" + draft.id));
    }

    private String target(String type) {
        return switch (type) {
            case "REGIONAL" -> "d-" + account.newId(10) + ".execute-api." + account.region() + ".amazonaws.com";
            case "EDGE" -> "d" + account.newId(13) + ".cloudfront.net";
            default -> null;
        };
    }

    /** Public domain names have no account in their ARNs, private ones have. */
    private String arn(String name, String id) {
        return "arn:" + account.partition() + ":apigateway:" + account.region() + ":" + (id == null ? "" : account.id())
                + ":/domainnames/" + DomainName.key(name, id);
    }

    private Instant now() {
        return account.loop().instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
