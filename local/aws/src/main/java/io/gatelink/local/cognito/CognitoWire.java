package io.gatelink.local.cognito;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatelink.local.cognito.UserPools.CreateUserPoolClientRequest;
import io.gatelink.local.core.Json;
import io.gatelink.local.core.Page;
import io.gatelink.local.http.JsonMembers;
import io.gatelink.local.http.JsonWire;
import io.gatelink.local.http.Operation;
import io.gatelink.local.http.Protocol;
import io.gatelink.local.http.Request;
import io.gatelink.local.http.Response;
import io.gatelink.local.http.TargetHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** User pools on the wire: AWS JSON 1.1, and the public keys at {@code /<pool>/.well-known/jwks.json}. */
public final class CognitoWire extends JsonWire<JsonMembers> {

    private static final String SERVICE = "cognito-idp";
    private static final String PREFIX = "AWSCognitoIdentityProviderService.";
    private static final TargetHeader TARGET = new TargetHeader(SERVICE, PREFIX);
    private static final Pattern KEYS = Pattern.compile("/([\\w-]+_[0-9a-zA-Z]+)/\\.well-known/jwks\\.json");
    private static final String POOL_ID = "[\\w-]+_[0-9a-zA-Z]+";
    private static final String NAME = "[\\w\\s+=,.@-]+";
    private static final String USERNAME = "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+";
    private static final List<String> FLOWS = List.of(
            "ADMIN_NO_SRP_AUTH",
            "CUSTOM_AUTH_FLOW_ONLY",
            "USER_PASSWORD_AUTH",
            "ALLOW_ADMIN_USER_PASSWORD_AUTH",
            "ALLOW_CUSTOM_AUTH",
            "ALLOW_USER_PASSWORD_AUTH",
            "ALLOW_USER_SRP_AUTH",
            "ALLOW_REFRESH_TOKEN_AUTH",
            "ALLOW_USER_AUTH");
    private static final List<String> UNITS = List.of("seconds", "minutes", "hours", "days");

    private final UserPools pools;
    private final SignInWire signIn;

    public CognitoWire(UserPools pools, Authentication authentication) {
        super(Protocol.JSON_1_1, SERVICE, TARGET, (operation, json) -> JsonMembers.of(SERVICE, operation, json));
        this.pools = pools;
        this.signIn = new SignInWire(authentication);
        add("CreateUserPool", this::createUserPool);
        add("DescribeUserPool", this::describeUserPool);
        add("DeleteUserPool", this::deleteUserPool);
        add("ListUserPools", this::listUserPools);
        add("CreateUserPoolClient", this::createUserPoolClient);
        add("DescribeUserPoolClient", this::describeUserPoolClient);
        add("AdminCreateUser", this::adminCreateUser);
        add("AdminSetUserPassword", this::adminSetUserPassword);
        add("InitiateAuth", signIn::initiateAuth);
        add("AdminInitiateAuth", signIn::adminInitiateAuth);
    }

    /** Users who sign in have no signature yet; and public keys are public. */
    @Override
    public boolean isOpen(Request request) {
        return request.header("X-Amz-Target")
                        .filter((PREFIX + "InitiateAuth")::equals)
                        .isPresent()
                || request.method().equals("GET")
                        && KEYS.matcher(request.path()).matches();
    }

    @Override
    public Operation route(Request request) {
        Matcher keys = KEYS.matcher(request.path());
        if (request.method().equals("GET") && keys.matches()) {
            return Operation.of(
                    "GetSigningKeys",
                    () -> Response.text(
                            200,
                            "application/json",
                            pools.keys(keys.group(1)).orElseThrow(() -> CognitoErrors.noUserPool(keys.group(1)))));
        }
        return super.route(request);
    }

    static String poolId(JsonMembers members) {
        return members.required("UserPoolId", 1, 55, POOL_ID);
    }

    private ObjectNode createUserPool(JsonMembers members) {
        members.only("PoolName", "Policies");
        String name = members.required("PoolName", 1, 128, NAME);
        JsonMembers given = members.structure("Policies").only("PasswordPolicy").structure("PasswordPolicy");
        given.only(
                "MinimumLength",
                "RequireUppercase",
                "RequireLowercase",
                "RequireNumbers",
                "RequireSymbols",
                "TemporaryPasswordValidityDays");
        boolean any = !given.names().isEmpty();
        var policy = new PasswordPolicy(
                or(given.whole("MinimumLength", 6, 99), PasswordPolicy.DEFAULT.minimumLength()),
                or(given.flag("RequireUppercase"), !any),
                or(given.flag("RequireLowercase"), !any),
                or(given.flag("RequireNumbers"), !any),
                or(given.flag("RequireSymbols"), !any),
                or(
                        given.whole("TemporaryPasswordValidityDays", 0, 365),
                        PasswordPolicy.DEFAULT.temporaryPasswordValidityDays()));
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        return Json.object().set("UserPool", CognitoAnswers.of(pools.createUserPool(name, policy)));
    }

    private ObjectNode describeUserPool(JsonMembers members) {
        String id = poolId(members.only("UserPoolId"));
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        return Json.object().set("UserPool", CognitoAnswers.of(pools.describeUserPool(id)));
    }

    private ObjectNode deleteUserPool(JsonMembers members) {
        String id = poolId(members.only("UserPoolId"));
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        pools.deleteUserPool(id);
        return Json.object();
    }

    private ObjectNode listUserPools(JsonMembers members) {
        members.only("MaxResults", "NextToken").require("MaxResults");
        Integer most = members.whole("MaxResults", 1, 60);
        String token = members.text("NextToken", 1, 0, "[\\S]+");
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        List<UserPool> all = pools.listUserPools();
        int from = token == null ? 0 : all.stream().map(UserPool::id).toList().indexOf(token);
        if (from < 0) {
            throw CognitoErrors.invalidParameter("Invalid pagination token");
        }
        Page<UserPool> page = Page.of(all, from, most, next -> all.get(next).id());
        ObjectNode answer = Json.object();
        var summaries = answer.putArray("UserPools");
        page.items().forEach(pool -> summaries.add(CognitoAnswers.summary(pool)));
        page.nextToken().ifPresent(next -> answer.put("NextToken", next));
        return answer;
    }

    private ObjectNode createUserPoolClient(JsonMembers members) {
        members.only(
                "UserPoolId",
                "ClientName",
                "GenerateSecret",
                "ExplicitAuthFlows",
                "AccessTokenValidity",
                "IdTokenValidity",
                "TokenValidityUnits",
                "PreventUserExistenceErrors");
        JsonMembers units = members.structure("TokenValidityUnits").only("AccessToken", "IdToken");
        var unitsByToken = new LinkedHashMap<String, String>();
        units.names().forEach(token -> unitsByToken.put(token, units.oneOf(token, UNITS)));
        var request = new CreateUserPoolClientRequest(
                poolId(members),
                members.required("ClientName", 1, 128, NAME),
                or(members.flag("GenerateSecret"), false),
                members.eachOf("ExplicitAuthFlows", FLOWS),
                members.whole("AccessTokenValidity", 1, 86_400),
                members.whole("IdTokenValidity", 1, 86_400),
                unitsByToken,
                members.oneOf("PreventUserExistenceErrors", List.of("LEGACY", "ENABLED")));
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        return Json.object().set("UserPoolClient", CognitoAnswers.of(pools.createUserPoolClient(request)));
    }

    private ObjectNode describeUserPoolClient(JsonMembers members) {
        String pool = poolId(members.only("UserPoolId", "ClientId"));
        String client = members.required("ClientId", 1, 128, "[\\w+]+");
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        return Json.object().set("UserPoolClient", CognitoAnswers.of(pools.describeUserPoolClient(pool, client)));
    }

    private ObjectNode adminCreateUser(JsonMembers members) {
        members.only("UserPoolId", "Username", "UserAttributes", "TemporaryPassword", "MessageAction");
        String pool = poolId(members);
        String username = members.required("Username", 1, 128, USERNAME);
        var attributes = new LinkedHashMap<String, String>();
        members.structures("UserAttributes").forEach(attribute -> {
            String value = attribute.text("Value", 0, 2048, null);
            attributes.put(attribute.required("Name", 1, 32, null), value == null ? "" : value);
        });
        String password = members.text("TemporaryPassword", 0, 256, "[\\S]+");
        String message = members.oneOf("MessageAction", List.of("RESEND", "SUPPRESS"));
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        if ("RESEND".equals(message)) {
            throw members.notImplemented("MessageAction RESEND");
        }
        if (message == null && (attributes.containsKey("email") || attributes.containsKey("phone_number"))) {
            throw members.notImplemented("an address to send a message to: set MessageAction to SUPPRESS");
        }
        return Json.object()
                .set("User", CognitoAnswers.of(pools.adminCreateUser(pool, username, attributes, password)));
    }

    private ObjectNode adminSetUserPassword(JsonMembers members) {
        String pool = poolId(members.only("UserPoolId", "Username", "Password", "Permanent"));
        String username = members.required("Username", 1, 128, USERNAME);
        String password = members.required("Password", 0, 256, "[\\S]+");
        boolean permanent = or(members.flag("Permanent"), false);
        members.requireValid(CognitoErrors.INVALID_PARAMETER);
        pools.adminSetUserPassword(pool, username, password, permanent);
        return Json.object();
    }

    private static <T> T or(T value, T absent) {
        return value == null ? absent : value;
    }
}
