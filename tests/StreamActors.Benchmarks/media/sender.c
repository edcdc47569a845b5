/* Sends a transport stream file at a steady rate to one or many ports, once; with --burst so many datagrams at a time.
   sender --file F --rate MBIT --port P --n COUNT [--burst DATAGRAMS] */
#include "tools.h"

int main(int count, char **words)
{
    end_on_signals();
    const char *path = option(count, words, "--file", 0);
    int port = atoi(option(count, words, "--port", "5000")), n = atoi(option(count, words, "--n", "1"));
    int burst = atoi(option(count, words, "--burst", "1"));
    double period = DATAGRAM * 8 / (atof(option(count, words, "--rate", "4")) * 1e6);
    FILE *file = path ? fopen(path, "rb") : 0;
    if (!file) { perror("file"); return 1; }

    int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    struct mmsghdr *messages = calloc(n, sizeof *messages);
    struct sockaddr_in *targets = calloc(n, sizeof *targets);
    uint8_t datagram[DATAGRAM];
    struct iovec part = { datagram, DATAGRAM };
    for (int i = 0; i < n; i++) {
        targets[i] = loopback(port + i);
        messages[i].msg_hdr = (struct msghdr){ .msg_name = &targets[i], .msg_namelen = sizeof targets[i], .msg_iov = &part, .msg_iovlen = 1 };
    }
    fprintf(stderr, "READY\n");

    uint64_t sent = 0, failed = 0;
    double begun = now(), latest = 0;
    while (!over && fread(datagram, 1, DATAGRAM, file) == DATAGRAM) {
        double due = begun + sent / burst * burst * period, wait;
        while (!over && (wait = due - now()) > 0) {
            struct timespec rest = { 0, (long)(wait * 1e9) };
            nanosleep(&rest, 0);
        }
        if (now() - due > latest)
            latest = now() - due;
        for (int done = 0; done < n;) {
            int some = sendmmsg(fd, messages + done, n - done, 0);
            if (some < 0) { failed++; done++; } else done += some;
        }
        sent++;
    }
    printf("{\"sent\":%lu,\"failed\":%lu,\"latest_ms\":%.1f}\n", sent, failed, latest * 1e3);
    return 0;
}
