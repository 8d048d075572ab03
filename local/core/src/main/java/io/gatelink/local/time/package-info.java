/**
 * Time as a dependency: {@link EventLoop} is clock and scheduler, in real time, fast-forwarded or virtual. Only this
 * package reads the machine's clock.
 */
package io.gatelink.local.time;
