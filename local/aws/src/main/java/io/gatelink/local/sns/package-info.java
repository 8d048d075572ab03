/** SNS: topics, and their delivery to subscribed queues. Begin with {@link Topics}. */
package io.gatelink.local.sns;
