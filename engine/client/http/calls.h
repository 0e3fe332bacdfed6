#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/client/http/http_client.h"
#include "engine/schema/status.h"

/// Calls as bytes, for what Client has no word of: tables, discovery, dry runs, logs that go on, exec and port-forward.
namespace armillary::client {

/// One request. `target` is path and query, percent-encoded.
struct Call {
    std::string method = "GET";
    std::string target;
    std::string accept = "application/json";
    std::string contentType;  ///< of `body`
    std::string body;
    /// follow(): the answer may begin late, as that of a log without a line does. It is not waited for, then; a refusal
    /// comes by `ended`.
    bool patient = false;
};

struct Answer {
    int code = 0;  ///< below 400
    std::string contentType;
    std::vector<std::string>
        warnings;  ///< the texts of Warning headers (RFC 9111 calls them obsolete; Kubernetes does not)
    std::string body;
};

/// Something that goes on; ends when destroyed. No handler runs after the destructor has returned, unless it is the
/// handler that destroys it.
class Stream {
public:
    virtual ~Stream() = default;
};

/// Both run on a thread of the client's, one call at a time, and must return soon.
struct StreamHandlers {
    std::function<void(std::string_view bytes)> data;
    /// The last call: a success when the server ended it in order.
    std::function<void(const Status& status)> ended;
};

/// A WebSocket whose messages begin with a byte that names the channel (v5.channel.k8s.io: 0 stdin, 1 stdout, 2 stderr,
/// 3 the final status, 4 terminal size, 255 closes another).
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/ and KEP-4006.
class Channels : public Stream {
public:
    /// Queues a message; false once the connection is over, or when more than 1 MiB waits to be sent (then it was not
    /// queued: try again after `drained`).
    virtual bool send(int channel, std::string_view bytes) = 0;
    /// While held, what the server sends is left in the connection, so that it slows down; `data` may still be called
    /// with what has come already.
    virtual void hold(bool held) { (void)held; }
    /// That of the offered protocols that the server chose. (What closes a channel is known from v5 on alone.)
    virtual std::string protocol() const { return {}; }
};

struct ChannelHandlers {
    std::function<void(int channel, std::string_view bytes)> data;
    /// Everything queued has been sent, after a send() that was refused.
    std::function<void()> drained;
    std::function<void(const Status& status)> ended;
};

/// Thread-safe. Streams may outlive it, and are silent then: no handler runs any more, `ended` included.
class Calls {
public:
    virtual ~Calls() = default;
    /// Blocks until answered, at most for the configuration's request timeout (and as long as a credential plugin
    /// takes). An answer of 400 and above is the
    /// server's Status.
    virtual Result<Answer> call(const Call& call) = 0;
    /// Sends a GET and hands over what comes, for as long as it comes. Returns once the answer has begun, which must be
    /// within the request timeout; an answer of 400 and above is an error. Handlers may run before it has returned.
    virtual Result<std::unique_ptr<Stream>> follow(const Call& call, StreamHandlers handlers) = 0;
    /// Opens a WebSocket (RFC 6455) with the first of `protocols` that the server knows. Handlers may run before it has
    /// returned. What was sent before the stream is destroyed still goes out, for five seconds at most.
    virtual Result<std::unique_ptr<Channels>> open(const std::string& target, const std::vector<std::string>& protocols,
                                                   ChannelHandlers handlers) = 0;
};

/// Fails when the URL or the CA cannot be read. Calls share a small pool of connections; each stream has its own, and
/// one thread serves all streams.
Result<std::unique_ptr<Calls>> makeHttpCalls(HttpConfig config);

}  // namespace armillary::client
