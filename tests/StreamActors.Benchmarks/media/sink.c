/* Receives transport streams on many ports and checks every counter. For each line on stdin it prints one line of JSON
   with what arrived since the last one; it ends with its input.
   sink --port P --n COUNT */
#include "tools.h"

struct port {
    int fd;
    uint64_t datagrams, errors, broken;
    uint32_t dropped, dropped_before;
    int8_t counters[8192];
};

static void feed(struct port *p, const uint8_t *bytes, int length)
{
    p->datagrams++;
    for (int at = 0; at + 188 <= length; at += 188) {
        const uint8_t *q = bytes + at;
        if (q[0] != 0x47) { p->broken++; continue; }
        int pid = (q[1] & 31) << 8 | q[2], counter = q[3] & 15, payload = q[3] & 16;
        if (pid == 8191)
            continue;
        int announced = (q[3] & 32) && q[4] > 0 && (q[5] & 0x80), last = p->counters[pid];
        if (last >= 0 && !announced && counter != (payload ? (last + 1) & 15 : last))
            p->errors++;
        p->counters[pid] = counter;
    }
}

static void receive(struct port *p)
{
    enum { MANY = 64 };
    static uint8_t bytes[MANY][2048];
    static char control[MANY][64];
    struct mmsghdr messages[MANY];
    struct iovec parts[MANY];
    for (int again = 0; again < 4; again++) {
        for (int j = 0; j < MANY; j++) {
            parts[j] = (struct iovec){ bytes[j], sizeof bytes[j] };
            messages[j].msg_hdr = (struct msghdr){ .msg_iov = &parts[j], .msg_iovlen = 1, .msg_control = control[j], .msg_controllen = sizeof control[j] };
        }
        int got = recvmmsg(p->fd, messages, MANY, 0, 0);
        if (got <= 0)
            return;
        for (int j = 0; j < got; j++)
            feed(p, bytes[j], messages[j].msg_len);
        struct cmsghdr *c = CMSG_FIRSTHDR(&messages[got - 1].msg_hdr);
        if (c && c->cmsg_type == SO_RXQ_OVFL)
            memcpy(&p->dropped, CMSG_DATA(c), sizeof p->dropped);
        if (got < MANY)
            return;
    }
}

static void say(struct port *ports, int n, int question)
{
    uint64_t all = 0, least = UINT64_MAX, most = 0, errors = 0, broken = 0, dropped = 0;
    for (int i = 0; i < n; i++) {
        struct port *p = ports + i;
        all += p->datagrams; errors += p->errors; broken += p->broken; dropped += p->dropped - p->dropped_before;
        if (p->datagrams < least) least = p->datagrams;
        if (p->datagrams > most) most = p->datagrams;
        p->datagrams = p->errors = p->broken = 0;
        p->dropped_before = p->dropped;
    }
    printf("{\"answer\":%d,\"at\":%.6f,\"datagrams\":%lu,\"least\":%lu,\"most\":%lu,\"errors\":%lu,\"broken\":%lu,\"dropped\":%lu}\n",
           question, now(), all, least, most, errors, broken, dropped);
    fflush(stdout);
}

int main(int count, char **words)
{
    end_on_signals();
    int first = atoi(option(count, words, "--port", "30000")), n = atoi(option(count, words, "--n", "1")), one = 1, room = 8 << 20, question = 0;
    struct port *ports = calloc(n, sizeof *ports);
    int epoll = epoll_create1(0);
    for (int i = 0; i < n; i++) {
        struct port *p = ports + i;
        p->fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
        if (setsockopt(p->fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room))
            setsockopt(p->fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
        setsockopt(p->fd, SOL_SOCKET, SO_RXQ_OVFL, &one, sizeof one);
        struct sockaddr_in here = loopback(first + i);
        if (bind(p->fd, (void *)&here, sizeof here)) { perror("bind"); return 1; }
        memset(p->counters, -1, sizeof p->counters);
        struct epoll_event e = { .events = EPOLLIN, .data.u32 = i };
        epoll_ctl(epoll, EPOLL_CTL_ADD, p->fd, &e);
    }
    struct epoll_event asked = { .events = EPOLLIN, .data.u32 = UINT32_MAX }, events[256];
    epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &asked);
    fprintf(stderr, "READY\n");
    while (!over) {
        int some = epoll_wait(epoll, events, 256, 1000);
        for (int k = 0; k < some; k++) {
            if (events[k].data.u32 != UINT32_MAX) {
                receive(ports + events[k].data.u32);
                continue;
            }
            char line[64];
            if (read(0, line, sizeof line) <= 0)
                return 0;
            say(ports, n, ++question);
        }
    }
    return 0;
}
