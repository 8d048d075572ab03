package io.gatelink.functions.lambda;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** What handlers are made of in tests; which clients it has the tests say. */
public final class FakeClients {

    private FakeClients() {}

    /** In an environment with these variables, as they are when they are read. */
    public static AwsClients of(Map<String, String> variables, InstantSource clock) {
        Environment environment = mock(Environment.class);
        when(environment.variable(anyString()))
                .thenAnswer(call -> Optional.ofNullable(variables.get(call.<String>getArgument(0))));
        when(environment.clock()).thenReturn(clock);
        AwsClients clients = mock(AwsClients.class);
        when(clients.environment()).thenReturn(environment);
        when(clients.settings()).thenReturn(new Settings(environment));
        return clients;
    }
}
