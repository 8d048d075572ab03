package io.gatelink.local.servicequotas;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.core.Account;
import io.gatelink.local.core.AwsException;
import io.gatelink.local.core.Json;
import io.gatelink.local.http.JsonMembers;
import io.gatelink.local.http.JsonWire;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.TargetHeader;
import java.util.List;

/**
 * Service Quotas on the wire, AWS JSON 1.1: it knows API Gateway's quota on integration time-outs, and no other.
 *
 * @see <a href="https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ServiceQuota.html">ServiceQuota</a>
 */
public final class ServiceQuotasWire extends JsonWire<JsonMembers> {

    /** The code of API Gateway's quota {@code Maximum integration timeout in milliseconds}. */
    public static final String INTEGRATION_TIMEOUT = "L-E5AE38E3";

    private static final String API_GATEWAY = "apigateway";
    private static final String SERVICE = "servicequotas";
    private static final TargetHeader TARGET = new TargetHeader("Service Quotas", "ServiceQuotasV20190624.");

    private static final String VALIDATION = "ValidationException";
    private static final String CODE = "[a-zA-Z][a-zA-Z0-9-]{1,128}";
    private static final List<String> LEVELS = List.of("ACCOUNT", "RESOURCE", "ALL");

    private final Account account;
    private final int integrationTimeout;

    /** @param integrationTimeout the account's quota, in milliseconds */
    public ServiceQuotasWire(Account account, int integrationTimeout) {
        super(Protocol.JSON_1_1, SERVICE, TARGET, (operation, json) -> JsonMembers.of(SERVICE, operation, json));
        this.account = account;
        this.integrationTimeout = integrationTimeout;
        add("GetServiceQuota", this::getServiceQuota);
        add("ListServiceQuotas", this::listServiceQuotas);
    }

    private ObjectNode getServiceQuota(JsonMembers members) {
        members.only("ServiceCode", "QuotaCode");
        String service = members.required("ServiceCode", 1, 63, CODE);
        String quota = members.required("QuotaCode", 1, 128, CODE);
        members.requireValid(VALIDATION);
        checkService(service);
        checkQuota(quota);
        return Json.object().set("Quota", quota());
    }

    /** All there is fits on one page, however small it may be. */
    private ObjectNode listServiceQuotas(JsonMembers members) {
        members.only("ServiceCode", "QuotaCode", "QuotaAppliedAtLevel", "MaxResults", "NextToken");
        String service = members.required("ServiceCode", 1, 63, CODE);
        String quota = members.text("QuotaCode", 1, 128, CODE);
        String level = members.oneOf("QuotaAppliedAtLevel", LEVELS);
        members.whole("MaxResults", 1, 100);
        String token = members.text("NextToken", 0, 2048, "^[a-zA-Z0-9/+]*={0,2}$");
        members.requireValid(VALIDATION);
        checkService(service);
        if (quota != null) {
            checkQuota(quota);
        }
        if (token != null) {
            throw new AwsException("InvalidPaginationTokenException", 400, "Invalid NextToken");
        }
        ObjectNode answer = Json.object();
        ArrayNode quotas = answer.putArray("Quotas");
        if (!"RESOURCE".equals(level)) {
            quotas.add(quota());
        }
        return answer;
    }

    private ObjectNode quota() {
        return Json.object()
                .put("ServiceCode", API_GATEWAY)
                .put("ServiceName", "Amazon API Gateway")
                .put("QuotaArn", account.arn(SERVICE, API_GATEWAY + "/" + INTEGRATION_TIMEOUT))
                .put("QuotaCode", INTEGRATION_TIMEOUT)
                .put("QuotaName", "Maximum integration timeout in milliseconds")
                .put("Value", (double) integrationTimeout)
                .put("Unit", "Milliseconds")
                .put("Adjustable", true)
                .put("GlobalQuota", false)
                .put("QuotaAppliedAtLevel", "ACCOUNT");
    }

    private void checkService(String service) {
        if (!service.equals(API_GATEWAY)) {
            throw Protocol.notImplemented(SERVICE, "the quotas of " + service);
        }
    }

    private void checkQuota(String code) {
        if (!code.equals(INTEGRATION_TIMEOUT)) {
            throw Protocol.notImplemented(SERVICE, "the quota " + code + " of " + API_GATEWAY);
        }
    }
}
