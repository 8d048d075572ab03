package io.gatelink.local;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/** Sends every request to one server, whatever host it names. The server's port may be known only later. */
final class ServerAsProxy extends ProxySelector {

    private final Supplier<InetSocketAddress> server;

    ServerAsProxy(Supplier<InetSocketAddress> server) {
        this.server = server;
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(new Proxy(Proxy.Type.HTTP, server.get()));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // The request itself fails, which says it all.
    }
}
