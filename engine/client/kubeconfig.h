#pragma once

#include <expected>
#include <string>
#include <vector>

#include "engine/client/http/http_client.h"
#include "engine/pki/ca.h"

/// kubeconfig files: how clients find a cluster and prove who they are.
/// Source: https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/.
namespace armillary::client {

/// Reads the cluster and the user of a context, the file's current one when `context` is "". Understands certificates
/// and keys (embedded and referenced), tokens and token files, exec plugins (client.authentication.k8s.io/v1 and
/// v1beta1: run when first needed, kept until they expire or are refused), proxy-url, tls-server-name and
/// insecure-skip-tls-verify. An error names file, context and field.
std::expected<HttpConfig, std::string> loadKubeconfig(const std::string& file, const std::string& context);

/// The same of several files together, as kubectl reads them: what a context names may stand in another file, and of
/// two with one name the first file's counts. A file that is missing is passed over.
std::expected<HttpConfig, std::string> loadContext(const std::vector<std::string>& files, const std::string& context);

/// The same from text; `folder` is what relative file names are relative to.
std::expected<HttpConfig, std::string> parseKubeconfig(const std::string& text, const std::string& context,
                                                       const std::string& folder);

/// One context of the user's kubeconfigs.
struct Context {
    std::string file, name;
    std::string cluster, server, user;
    std::string namespace_;  ///< "" when it names none
    bool current = false;    ///< of the files together
    bool insecure = false;   ///< insecure-skip-tls-verify
};
struct Contexts {
    std::vector<Context> contexts;
    std::vector<std::string> problems;  ///< files that cannot be read, a sentence each; a missing one is none
};
/// The files that kubectl would read: those of `variable` (KUBECONFIG's value, separated by colons), else
/// `home`/.kube/config.
std::vector<std::string> kubeconfigFiles(const std::string& variable, const std::string& home);
/// Their contexts; of two with one name the first file's counts.
Contexts readContexts(const std::vector<std::string>& files);

struct KubeconfigContent {
    std::string name;  ///< of cluster, user and context alike
    std::string url, caPem;
    pki::Credential credential;
};
/// A whole kubeconfig with one context, which is its current one.
std::string adminKubeconfig(const KubeconfigContent& content);

}  // namespace armillary::client
