#pragma once

#include <QCoreApplication>
#include <QMetaObject>
#include <QPointer>
#include <functional>
#include <memory>
#include <utility>

#include "engine/async/pool.h"

namespace armillary::app {

/// The threads on which the window's slow work is done, so that its own never waits for a cluster. What is under way
/// when it goes is waited for: let it go last, when no window is on the screen any more.
class Backstage {
public:
    Backstage();

    /// Runs `work` as soon as a thread is free.
    void run(std::move_only_function<void()> work);

    /// Runs `work` here, and hands what it returns to `then` on the window's thread; not, if `receiver` has gone
    /// meanwhile. To be called on the window's thread.
    template <class Work, class Then>
    void ask(QObject* receiver, Work work, Then then) {
        run([receiver = QPointer<QObject>(receiver), work = std::move(work), then = std::move(then)]() mutable {
            using Outcome = std::invoke_result_t<Work&>;
            auto outcome = std::make_shared<Outcome>(work());
            post(std::move(receiver), [outcome, then = std::move(then)]() mutable { then(std::move(*outcome)); });
        });
    }

    /// Runs `call` on the window's thread unless `receiver` has gone. From any thread; `receiver` was made there.
    template <class Call>
    static void post(QPointer<QObject> receiver, Call call) {
        QObject* const application = QCoreApplication::instance();
        if (!application) return;
        QMetaObject::invokeMethod(
            application,
            [receiver = std::move(receiver), call = std::move(call)]() mutable {
                if (receiver) call();
            },
            Qt::QueuedConnection);
    }

private:
    async::Pool m_pool;
};

}  // namespace armillary::app
