package io.gatelink.local.tls;

import io.gatelink.local.tls.CertificateAuthority.ServerCertificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificates of an HTTPS server, by the name that a caller asks for (SNI); issued when they are first asked for.
 */
public final class ServerCertificates extends X509ExtendedKeyManager {

    private static final String OWN = "";

    private final CertificateAuthority authority;
    private final List<String> ownNames;
    private final Function<String, Optional<String>> names;
    private final Map<String, ServerCertificate> issued = new ConcurrentHashMap<>();

    /**
     * @param ownNames of the certificate for callers who ask for none of the other names
     * @param names    which name's certificate serves a host, if any does; the host is in lower case
     */
    public ServerCertificates(
            CertificateAuthority authority, List<String> ownNames, Function<String, Optional<String>> names) {
        this.authority = authority;
        this.ownNames = List.copyOf(ownNames);
        this.names = names;
    }

    /** A context for a server with these certificates. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e, e);
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        if (!keyType.equals("EC")) {
            return null;
        }
        return requestedName(engine.getHandshakeSession()).flatMap(names).orElse(OWN);
    }

    private static Optional<String> requestedName(SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName().toLowerCase(Locale.ROOT));
                }
            }
        }
        return Optional.empty();
    }

    private ServerCertificate of(String alias) {
        return issued.computeIfAbsent(alias, name -> authority.issue(name.equals(OWN) ? ownNames : List.of(name)));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(alias).key();
    }

    /** Servers on engines only: Jetty has no others. */
    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("chooseServerAlias");
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
