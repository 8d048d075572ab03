package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/** Speaks TLS with backends; reads the JDK's certificates only once they are needed. */
final class BackendTls {

    private final Map<TlsCheck, TlsSocketStrategy> strategies = new EnumMap<>(TlsCheck.class);

    /** @param host whose certificate it must be, as far as that is checked */
    SSLSocket encrypt(Socket socket, String host, TlsCheck check) throws IOException {
        return strategy(check).upgrade(socket, host, socket.getPort(), null, HttpCoreContext.create());
    }

    private synchronized TlsSocketStrategy strategy(TlsCheck check) throws IOException {
        TlsSocketStrategy strategy = strategies.get(check);
        if (strategy == null) {
            try {
                strategy =
                        new DefaultClientTlsStrategy(check.context(), HostnameVerificationPolicy.CLIENT, check.names());
            } catch (GeneralSecurityException e) {
                throw new IOException("TLS is not available: " + e.getMessage(), e);
            }
            strategies.put(check, strategy);
        }
        return strategy;
    }
}
