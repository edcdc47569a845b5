/* The reference: one UDP input to many UDP outputs with nothing in between, with the same system calls as the product.
   relay --in P --port FIRST --n COUNT [--hold-ms MS]      with a hold, datagrams are sent as one buffer that the kernel splits (GSO) */
#include "tools.h"

enum { MANY = 49 };

int main(int count, char **words)
{
    end_on_signals();
    int in = atoi(option(count, words, "--in", "5000")), first = atoi(option(count, words, "--port", "30000")), n = atoi(option(count, words, "--n", "1"));
    double hold = atof(option(count, words, "--hold-ms", "0")) * 1e-3;
    int source = socket(AF_INET, SOCK_DGRAM, 0), room = 8 << 20, segment = DATAGRAM, *targets = calloc(n, sizeof *targets);
    struct sockaddr_in here = loopback(in);
    setsockopt(source, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    if (bind(source, (void *)&here, sizeof here)) { perror("bind"); return 1; }
    struct timeval patience = { 0, 100000 };
    setsockopt(source, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    for (int i = 0; i < n; i++) {
        struct sockaddr_in there = loopback(first + i);
        targets[i] = socket(AF_INET, SOCK_DGRAM, 0);
        if (connect(targets[i], (void *)&there, sizeof there)) { perror("connect"); return 1; }
        if (hold > 0 && setsockopt(targets[i], SOL_UDP, UDP_SEGMENT, &segment, sizeof segment)) { perror("UDP_SEGMENT"); return 1; }
    }
    fprintf(stderr, "READY\n");

    static uint8_t bytes[MANY * DATAGRAM];
    while (!over) {
        int length = recv(source, bytes, DATAGRAM, 0);
        if (length <= 0)
            continue;
        if (hold > 0) {
            struct timespec rest = { 0, (long)(hold * 1e9) };
            nanosleep(&rest, 0);
            for (int more; length + DATAGRAM <= (int)sizeof bytes && (more = recv(source, bytes + length, DATAGRAM, MSG_DONTWAIT)) > 0;)
                length += more;
        }
        for (int i = 0; i < n; i++)
            send(targets[i], bytes, length, 0);
    }
    return 0;
}
