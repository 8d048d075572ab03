package io.gatelink.local.apigateway;

import io.gatelink.local.apigateway.RestApi.EndpointConfiguration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A custom domain name. {@code null} where something is absent.
 *
 * @param id                    tells private domain names of the same name apart; only they have one
 * @param certificateArn        of the certificate of the one endpoint that it has: {@code regionalCertificateArn} on
 *                              the wire if that is regional
 * @param certificateName       likewise
 * @param certificateUploadDate when it got its certificate
 * @param target                what DNS has to lead to: the domain name of its regional endpoint, or of its
 *                              distribution
 * @param routingMode           {@code BASE_PATH_MAPPING_ONLY}, {@code ROUTING_RULE_ONLY} or
 *                              {@code ROUTING_RULE_THEN_BASE_PATH_MAPPING}
 * @param policy                who may invoke it; only private ones have one
 * @param updating              whether a change of its certificate, security policy or endpoint is under way
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html">DomainName</a>
 */
public record DomainName(
        String name,
        String id,
        String arn,
        EndpointConfiguration endpointConfiguration,
        String certificateArn,
        String certificateName,
        Instant certificateUploadDate,
        String target,
        String securityPolicy,
        String endpointAccessMode,
        String routingMode,
        ResourcePolicy policy,
        boolean updating,
        Map<String, String> tags) {

    /** Regional endpoints of us-east-1, the local AWS's Region. */
    private static final String REGIONAL_HOSTED_ZONE = "Z1UJRXOUMOOFQ8";

    /** Distributions, everywhere. */
    private static final String DISTRIBUTION_HOSTED_ZONE = "Z2FDTNDATAQYW2";

    public DomainName {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** {@code EDGE}, {@code REGIONAL} or {@code PRIVATE}. */
    public String type() {
        return endpointConfiguration.type();
    }

    public boolean isPrivate() {
        return endpointConfiguration.isPrivate();
    }

    public boolean isRegional() {
        return type().equals("REGIONAL");
    }

    /** The Route 53 hosted zone of {@link #target}. */
    public String targetHostedZone() {
        return isRegional() ? REGIONAL_HOSTED_ZONE : DISTRIBUTION_HOSTED_ZONE;
    }

    /** What tells it from all others of the account. */
    String key() {
        return key(name, id);
    }

    static String key(String name, String id) {
        return id == null ? name : name + "+" + id;
    }

    Draft edit() {
        return new Draft(this);
    }

    /** A domain name that is being made or changed. */
    static final class Draft {

        final String name;
        final String id;
        final String arn;
        EndpointConfiguration endpointConfiguration;
        String certificateArn;
        String certificateName;
        Instant certificateUploadDate;
        String target;
        String securityPolicy;
        String endpointAccessMode;
        String routingMode;
        ResourcePolicy policy;
        boolean updating;
        Map<String, String> tags = Map.of();

        Draft(String name, String id, String arn) {
            this.name = name;
            this.id = id;
            this.arn = arn;
        }

        private Draft(DomainName domain) {
            this(domain.name, domain.id, domain.arn);
            endpointConfiguration = domain.endpointConfiguration;
            certificateArn = domain.certificateArn;
            certificateName = domain.certificateName;
            certificateUploadDate = domain.certificateUploadDate;
            target = domain.target;
            securityPolicy = domain.securityPolicy;
            endpointAccessMode = domain.endpointAccessMode;
            routingMode = domain.routingMode;
            policy = domain.policy;
            updating = domain.updating;
            tags = domain.tags;
        }

        DomainName build() {
            return new DomainName(
                    name,
                    id,
                    arn,
                    endpointConfiguration,
                    certificateArn,
                    certificateName,
                    certificateUploadDate,
                    target,
                    securityPolicy,
                    endpointAccessMode,
                    routingMode,
                    policy,
                    updating,
                    tags);
        }
    }
}
