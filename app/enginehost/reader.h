#pragma once

#include <memory>
#include <string>

#include "engine/client/http/calls.h"

namespace armillary::app {

/// What pages may do with a cluster without asking the write gate: look. It has no way to change anything.
class Reader {
public:
    explicit Reader(std::shared_ptr<client::Calls> calls) : m_calls(std::move(calls)) {}

    /// GET; `target` is path and query, percent-encoded. Blocks: for backstage only.
    Result<client::Answer> get(const std::string& target, const std::string& accept = "application/json") const {
        return m_calls->call({.target = target, .accept = accept});
    }
    /// GET that goes on: a watch, a log. `patient`: as in client::Call.
    Result<std::unique_ptr<client::Stream>> follow(const std::string& target, const std::string& accept,
                                                   client::StreamHandlers handlers, bool patient = false) const {
        return m_calls->follow({.target = target, .accept = accept, .patient = patient}, std::move(handlers));
    }

private:
    std::shared_ptr<client::Calls> m_calls;
};

}  // namespace armillary::app
