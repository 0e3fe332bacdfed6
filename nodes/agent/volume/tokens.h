#pragma once

#include <map>
#include <mutex>
#include <string>

#include "engine/async/clock.h"
#include "engine/client/client.h"
#include "engine/schema/api/corev1.h"

namespace armillary::agent {

/// Service-account tokens for pods, from TokenRequest, bound to the pod; asked for anew when 80 % of their life is
/// over.
class TokenSource {
public:
    TokenSource(client::Client& client, async::Clock& clock) : m_client(client), m_clock(clock) {}

    struct Token {
        std::string value;
        async::SystemTime refreshAt;
    };
    /// A token that is still good serves while the server cannot be reached.
    Result<Token> tokenFor(const corev1::Pod& pod, const std::string& audience, std::int64_t expirationSeconds);
    void forget(const std::string& podUid);

private:
    struct Entry {
        Token token;
        async::SystemTime expiresAt;
    };
    client::Client& m_client;
    async::Clock& m_clock;
    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries;  ///< by pod UID, audience and length
};

}  // namespace armillary::agent
