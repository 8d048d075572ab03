package io.gatelink.local.apigateway.dataplane;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import org.apache.http.HttpHost;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.protocol.HttpContext;

/** Sockets for {@code https}; reads the JDK's certificates only once they are needed. */
final class LazyTlsSocketFactory implements ConnectionSocketFactory {

    private final TlsCheck check;
    private SSLConnectionSocketFactory factory;

    LazyTlsSocketFactory(TlsCheck check) {
        this.check = check;
    }

    @Override
    public Socket createSocket(HttpContext context) throws IOException {
        return factory().createSocket(context);
    }

    @Override
    public Socket connectSocket(
            int connectTimeout,
            Socket socket,
            HttpHost host,
            InetSocketAddress remoteAddress,
            InetSocketAddress localAddress,
            HttpContext context)
            throws IOException {
        return factory().connectSocket(connectTimeout, socket, host, remoteAddress, localAddress, context);
    }

    private synchronized SSLConnectionSocketFactory factory() throws IOException {
        if (factory == null) {
            try {
                factory = new SSLConnectionSocketFactory(check.context(), check.names());
            } catch (GeneralSecurityException e) {
                throw new IOException("TLS is not available: " + e.getMessage(), e);
            }
        }
        return factory;
    }
}
