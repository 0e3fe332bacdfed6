#pragma once

#include <expected>
#include <string>

#include "engine/client/http/http_client.h"
#include "engine/pki/ca.h"

/// kubeconfig files: how clients find a cluster and prove who they are.
/// Source: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/.
namespace armillary::client {

/// Reads the cluster and the user of a context, the file's current one when `context` is "". Understands embedded and
/// referenced certificates and keys, tokens and token files; exec plugins are refused with a sentence that says so.
std::expected<HttpConfig, std::string> loadKubeconfig(const std::string& file, const std::string& context);

/// The same from text; `folder` is what relative file names are relative to.
std::expected<HttpConfig, std::string> parseKubeconfig(const std::string& text, const std::string& context,
                                                       const std::string& folder);

struct KubeconfigContent {
    std::string name;  ///< of cluster, user and context alike
    std::string url, caPem;
    pki::Credential credential;
};
/// A whole kubeconfig with one context, which is its current one.
std::string adminKubeconfig(const KubeconfigContent& content);

}  // namespace armillary::client
