/**
 * EventBridge: the default bus, its rules and schedules, deliveries with retries, and dead-letter queues. Begin with
 * {@link EventBus}.
 */
package io.gatelink.local.events;
