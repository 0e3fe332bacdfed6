#pragma once

#include <string>
#include <string_view>

/// The links of what is seen through the proxy. Source: k8s.io/apimachinery/pkg/util/proxy, transport.go.
namespace armillary::server::http {

/// A reference as it leads back through the proxy: a path from the root, or one on `host` ("ADDRESS:PORT", the proxied
/// side), gets `prefix` in front unless it has it already. Relative references and those to elsewhere stay.
std::string proxiedUrl(std::string_view url, std::string_view prefix, std::string_view host);

/// An HTML document with every reference in its tags led back so. What does not read as HTML stays as it is.
std::string proxiedHtml(std::string_view html, std::string_view prefix, std::string_view host);

}  // namespace armillary::server::http
