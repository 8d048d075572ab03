/**
 * Reads the SAM template into a {@link Stack}, and refuses what it does not know, all of it at once. Begin with
 * {@link TemplateReader}.
 */
package io.gatelink.local.template;
