package io.gatelink.local.apigateway.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gatelink.local.apigateway.DomainName;
import io.gatelink.local.apigateway.DomainNames;
import io.gatelink.local.apigateway.DomainNames.CreateDomainNameRequest;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.Protocol;
import java.util.List;

/** Custom domain names on the wire. */
final class DomainNameWire {

    private static final String ALL = "/domainnames";
    private static final String ONE = ALL + "/{domain_name}";
    private static final List<String> NOT_SUPPORTED = List.of(
            "certificateBody",
            "certificatePrivateKey",
            "certificateChain",
            "mutualTlsAuthentication",
            "ownershipVerificationCertificateArn");

    private final DomainNames domainNames;

    DomainNameWire(DomainNames domainNames) {
        this.domainNames = domainNames;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        "POST",
                        ALL,
                        "CreateDomainName",
                        201,
                        call -> render(domainNames.createDomainName(parse(call.body())), false)),
                new Route(
                        "GET",
                        ALL,
                        "GetDomainNames",
                        200,
                        call -> Render.page(
                                domainNames.getDomainNames(call.query("resourceOwner"), call.position(), call.limit()),
                                domain -> render(domain, false))),
                new Route(
                        "GET",
                        ONE,
                        "GetDomainName",
                        200,
                        call -> render(
                                domainNames.getDomainName(call.path("domain_name"), call.query("domainNameId")), true)),
                new Route(
                        "PATCH",
                        ONE,
                        "UpdateDomainName",
                        200,
                        call -> render(
                                domainNames.updateDomainName(
                                        call.path("domain_name"), call.query("domainNameId"), call.patch()),
                                true)),
                new Route("DELETE", ONE, "DeleteDomainName", 202, call -> {
                    domainNames.deleteDomainName(call.path("domain_name"), call.query("domainNameId"));
                    return null;
                }));
    }

    private static CreateDomainNameRequest parse(Body body) {
        for (String field : NOT_SUPPORTED) {
            if (body.has(field)) {
                throw Protocol.notImplemented("apigateway", "CreateDomainName with " + field);
            }
        }
        Body endpoint = body.object("endpointConfiguration");
        if (!endpoint.strings("vpcEndpointIds").isEmpty()) {
            throw Protocol.notImplemented("apigateway", "CreateDomainName with vpcEndpointIds");
        }
        return new CreateDomainNameRequest(
                body.string("domainName"),
                body.string("certificateName"),
                body.string("certificateArn"),
                body.string("regionalCertificateName"),
                body.string("regionalCertificateArn"),
                endpoint.strings("types"),
                endpoint.string("ipAddressType"),
                body.stringMap("tags"),
                body.string("securityPolicy"),
                body.string("endpointAccessMode"),
                body.string("policy"),
                body.string("routingMode"));
    }

    /** @param noTags whether to say so if there are none */
    private static ObjectNode render(DomainName domain, boolean noTags) {
        ObjectNode node = Json.object().put("domainName", domain.name());
        Render.put(node, "domainNameId", domain.id());
        node.put("domainNameArn", domain.arn());
        boolean regional = domain.isRegional();
        Render.put(node, regional ? "regionalCertificateName" : "certificateName", domain.certificateName());
        Render.put(node, regional ? "regionalCertificateArn" : "certificateArn", domain.certificateArn());
        Render.put(node, "certificateUploadDate", domain.certificateUploadDate());
        if (domain.target() != null) {
            node.put(regional ? "regionalDomainName" : "distributionDomainName", domain.target());
            node.put(regional ? "regionalHostedZoneId" : "distributionHostedZoneId", domain.targetHostedZone());
        }
        ObjectNode endpoint = node.putObject("endpointConfiguration");
        endpoint.putArray("types").add(domain.type());
        endpoint.put("ipAddressType", domain.endpointConfiguration().ipAddressType());
        node.put("domainNameStatus", domain.updating() ? "UPDATING" : "AVAILABLE");
        node.put("securityPolicy", domain.securityPolicy());
        Render.put(node, "endpointAccessMode", domain.endpointAccessMode());
        node.put("routingMode", domain.routingMode());
        if (domain.policy() != null) {
            // As a REST API's: with its quotes escaped once more.
            String quoted = Json.write(TextNode.valueOf(domain.policy().text()));
            node.put("policy", quoted.substring(1, quoted.length() - 1));
        }
        if (noTags || !domain.tags().isEmpty()) {
            Render.object(node, "tags", domain.tags());
        }
        return node;
    }
}
