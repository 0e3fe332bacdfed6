// The first process of every pod: it holds the pod's namespaces open, reaps what is orphaned into them, and ends at
// once when told to.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <initializer_list>

int main() {
    // A first process ignores every signal that it has no handler for; blocked signals stay pending for sigwait.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGCHLD, SIGTERM, SIGINT}) sigaddset(&signals, signal);
    if (sigprocmask(SIG_BLOCK, &signals, nullptr) != 0) return 1;
    for (;;) {
        int signal = 0;
        if (sigwait(&signals, &signal) != 0) return 1;
        if (signal != SIGCHLD) return 0;
        while (waitpid(-1, nullptr, WNOHANG) > 0) {
        }
    }
}
