package io.gatelink.local.cognito;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A user pool, with its users and clients. */
public final class UserPool {

    final Map<String, UserPoolClient> clients = new LinkedHashMap<>();
    final Map<String, User> users = new LinkedHashMap<>();
    final SigningKey key;
    private final String id;
    private final String name;
    private final String arn;
    private final PasswordPolicy passwordPolicy;
    private final Instant creationDate;

    UserPool(String id, String name, String arn, PasswordPolicy passwordPolicy, Instant creationDate, SigningKey key) {
        this.id = id;
        this.name = name;
        this.arn = arn;
        this.passwordPolicy = passwordPolicy;
        this.creationDate = creationDate;
        this.key = key;
    }

    public String id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String arn() {
        return arn;
    }

    public PasswordPolicy passwordPolicy() {
        return passwordPolicy;
    }

    public Instant creationDate() {
        return creationDate;
    }

    public int numberOfUsers() {
        return users.size();
    }

    /** @throws io.gatelink.local.core.AwsException UserNotFoundException */
    User user(String username) {
        User user = users.get(username);
        if (user == null) {
            throw CognitoErrors.noUser();
        }
        return user;
    }
}
