/* The load: boards that listen and tablets that send, in one loop, so that both clocks are the same one.
 *
 * Arguments: port, boards, tablets, namespace ("/public" or ""), process of the server.  From its input it takes lines
 *   FILE EVERY QUIET
 * FILE holds requests, each after its length (4 bytes, little-endian); the k-th goes out on the tablet's connection
 * k % tablets, one every EVERY µs (0: all at once).  When all are answered and no board has heard anything for QUIET ms,
 * lines are written to FILE.out – "S k ns" sent, "A k ns status" answered, "F board ns key" heard, "C key length" and the
 * frame's text, "P 0 ns" the server's CPU from the first request to the last frame – and "done" is said.  A key is a number of the frame's first bytes, which hold its sequence number.
 *
 * The boards offer permessage-deflate, as every browser does.  Of a server that accepts it only the first board's frames
 * are inflated, and the n-th frame of a run is the n-th on every board: 500 boards are 500 machines, and reading takes
 * none of them as long as it would take one.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#define ROOM 65536   /* bytes of what may be left of a frame or an answer */
#define OF_KEY 96    /* first bytes of a frame that make its key */
#define MOST 4000000 /* records */
#define SMALL 32     /* bytes of a packed frame that can only be a ping */
#define KINDS 4096   /* different frames in one run */

typedef unsigned long long key_t_;
struct wire { int raw, board, asked, packed, order; z_stream unpack; size_t has; unsigned char held[ROOM]; };
struct heard { int who, status; long long at; key_t_ key; char kind; };

static struct wire *wires;
static struct heard *records;
static key_t_ known[KINDS];
static int boards, tablets, recorded, kinds, answered, recording;
static long long last_heard;
static FILE *texts;

static long long now(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static long long spent_by(int process) { /* CPU ns of all its threads: clock_getcpuclockid(3) */
    struct timespec at;
    clock_gettime((clockid_t)((~(unsigned)process << 3) | 2), &at);
    return at.tv_sec * 1000000000LL + at.tv_nsec;
}

static void give_up(const char *why) { perror(why); exit(1); }

static void keep(char kind, int who, long long at, key_t_ key, int status) {
    if (recorded < MOST) records[recorded++] = (struct heard){who, status, at, key, kind};
}

static int connected(int port) {
    int one = 1, raw = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons(port)};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(raw, (struct sockaddr *)&there, sizeof there)) give_up("connect");
    setsockopt(raw, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return raw;
}

static void say(int raw, const char *text) {
    unsigned char frame[200];
    size_t length = strlen(text);
    frame[0] = 0x81;
    frame[1] = 0x80 | length;
    memset(frame + 2, 0, 4); /* a mask of zeros is a mask */
    memcpy(frame + 6, text, length);
    if (send(raw, frame, length + 6, MSG_NOSIGNAL) < 0) give_up("say");
}

static void shake(struct wire *wire, int port, const char *namespace) {
    char asked[500], answer[2000], join[100];
    int raw = wire->raw;
    sprintf(asked, "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n", port);
    if (send(raw, asked, strlen(asked), MSG_NOSIGNAL) < 0) give_up("shake");
    size_t has = 0;
    for (; has < 4 || memcmp(answer + has - 4, "\r\n\r\n", 4); has++)
        if (has == sizeof answer - 1 || read(raw, answer + has, 1) != 1) give_up("handshake");
    answer[has] = 0;
    wire->packed = strcasestr(answer, "permessage-deflate") != NULL;
    if (wire->packed && inflateInit2(&wire->unpack, -15) != Z_OK) give_up("inflate");
    sprintf(join, *namespace ? "40%s," : "40%s", namespace);
    say(raw, join);
}

static key_t_ key_of(const unsigned char *text, size_t length) {
    key_t_ key = 1469598103934665603ULL ^ length;
    for (size_t at = 0; at < length && at < OF_KEY; at++) key = (key ^ text[at]) * 1099511628211ULL;
    return key;
}

static size_t unpacked(struct wire *wire, const unsigned char *text, size_t length, unsigned char *into) {
    static const unsigned char tail[4] = {0, 0, 0xff, 0xff};
    wire->unpack.next_out = into;
    wire->unpack.avail_out = ROOM;
    for (int part = 0; part < 2; part++) {
        wire->unpack.next_in = (unsigned char *)(part ? tail : text);
        wire->unpack.avail_in = part ? sizeof tail : length;
        if (inflate(&wire->unpack, Z_SYNC_FLUSH) != Z_OK) { fputs("inflate\n", stderr); exit(1); }
    }
    return ROOM - wire->unpack.avail_out;
}

static void hear(struct wire *wire, int packed, const unsigned char *text, size_t length, long long at) {
    static unsigned char whole[ROOM];
    key_t_ key = 0;
    if (packed) {
        if (length < SMALL) say(wire->raw, "3");
        else if (recording) key = ++wire->order;
        size_t size = wire->board ? 0 : unpacked(wire, text, length, whole);
        if (wire->board || length < SMALL) {
            if (key) { last_heard = at; keep('F', wire->board, at, key, 0); }
            return;
        }
        text = whole;
        length = size;
    }
    if (length == 1 && text[0] == '2') { say(wire->raw, "3"); return; }
    if (length < 2 || text[0] != '4' || text[1] != '2') return;
    if (!recording) return;
    if (!key) key = key_of(text, length);
    last_heard = at;
    keep('F', wire->board, at, key, 0);
    for (int kind = kinds - 1; kind >= 0; kind--) if (known[kind] == key) return;
    if (kinds == KINDS) { fputs("too many kinds of frames\n", stderr); exit(1); }
    known[kinds++] = key;
    fprintf(texts, "C %llu %zu\n", key, length);
    fwrite(text, 1, length, texts);
    fputc('\n', texts);
}

static size_t frame(struct wire *wire, size_t from, long long at) {
    unsigned char *held = wire->held + from;
    size_t has = wire->has - from, head = 2, length;
    if (has < 2) return 0;
    length = held[1];
    if (length == 126) { head = 4; if (has < 4) return 0; length = held[2] << 8 | held[3]; }
    if (length == 127) { head = 10; if (has < 10) return 0; length = (size_t)held[7] << 16 | held[8] << 8 | held[9]; }
    if (has < head + length) return 0;
    hear(wire, held[0] & 0x40, held + head, length, at);
    return head + length;
}

static size_t answer(struct wire *wire, size_t from, long long at) {
    char *held = (char *)wire->held + from;
    wire->held[wire->has] = 0;
    char *end = strstr(held, "\r\n\r\n"), *length = strcasestr(held, "\r\nContent-Length:");
    if (!end || !length || length > end) return 0;
    size_t whole = end + 4 - held + atoi(length + 17);
    if (wire->has - from < whole) return 0;
    keep('A', wire->asked, at, 0, atoi(held + 9));
    answered++;
    return whole;
}

static void take(struct wire *wire) {
    ssize_t got = recv(wire->raw, wire->held + wire->has, ROOM - 1 - wire->has, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) { errno = got ? errno : ECONNRESET; give_up(wire->board < 0 ? "a tablet is cut" : "a board is cut"); }
    long long at = now();
    wire->has += got;
    size_t done = 0, whole;
    while ((whole = wire->board < 0 ? answer(wire, done, at) : frame(wire, done, at))) done += whole;
    memmove(wire->held, wire->held + done, wire->has - done);
    wire->has -= done;
}

static void listen_for(int waiting, double ms) {
    struct epoll_event ready[256];
    int count = epoll_wait(waiting, ready, 256, ms < 0 ? -1 : (int)ms);
    for (int at = 0; at < count; at++) if (ready[at].data.ptr) take(ready[at].data.ptr);
}

static char *whole(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) give_up(path);
    fseek(file, 0, SEEK_END);
    *size = ftell(file);
    rewind(file);
    char *held = malloc(*size + 1);
    if (fread(held, 1, *size, file) != *size) give_up(path);
    fclose(file);
    return held;
}

static void run(int waiting, const char *path, long long every, long long quiet, int server) {
    size_t size, at = 0;
    char *requests = whole(path, &size), out[1100];
    sprintf(out, "%s.out", path);
    if (!(texts = fopen(out, "wb"))) give_up(out);
    recorded = kinds = answered = 0;
    for (int each = 0; each < boards; each++) wires[each].order = 0;
    recording = 1;
    int sent = 0;
    long long due = now(), began = spent_by(server), ended = began, seen = 0;
    last_heard = due;
    while (at < size || answered < sent || now() - last_heard < quiet) {
        while (at < size && now() >= due) {
            unsigned length;
            memcpy(&length, requests + at, 4);
            struct wire *tablet = &wires[boards + sent % tablets];
            tablet->asked = sent;
            keep('S', sent++, last_heard = now(), 0, 0);
            if (send(tablet->raw, requests + at + 4, length, MSG_NOSIGNAL) != (ssize_t)length) give_up("send");
            at += 4 + length;
            due += every;
        }
        long long left = at < size ? due - now() : 1000000;
        listen_for(waiting, left > 1000000 ? 1 : 0);
        if (last_heard != seen) {
            seen = last_heard;
            ended = spent_by(server);
        }
        if (now() - last_heard > 30000000000LL) { fputs("no answer in 30 s\n", stderr); exit(1); }
    }
    recording = 0;
    fprintf(texts, "P 0 %lld\n", ended - began);
    for (int each = 0; each < recorded; each++) {
        struct heard *it = &records[each];
        if (it->kind == 'F') fprintf(texts, "F %d %lld %llu\n", it->who, it->at, it->key);
        else fprintf(texts, "%c %d %lld %d\n", it->kind, it->who, it->at, it->status);
    }
    fclose(texts);
    free(requests);
    puts("done");
    fflush(stdout);
}

int main(int count, char **words) {
    if (count < 6) return 2;
    int port = atoi(words[1]), waiting = epoll_create1(0);
    boards = atoi(words[2]);
    tablets = atoi(words[3]);
    struct rlimit files = {boards + tablets + 100, boards + tablets + 100};
    setrlimit(RLIMIT_NOFILE, &files);
    wires = calloc(boards + tablets, sizeof *wires);
    records = calloc(MOST, sizeof *records);
    for (int each = 0; each < boards + tablets; each++) {
        wires[each].board = each < boards ? each : -1;
        wires[each].raw = connected(port);
        if (each < boards) shake(&wires[each], port, words[4]);
        struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = &wires[each]};
        epoll_ctl(waiting, EPOLL_CTL_ADD, wires[each].raw, &wanted);
        listen_for(waiting, 0);
    }
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(waiting, EPOLL_CTL_ADD, 0, &wanted);
    fcntl(0, F_SETFL, O_NONBLOCK);
    puts("connected");
    fflush(stdout);
    for (;;) {
        char line[1200], path[1000];
        long long every, quiet;
        listen_for(waiting, -1);
        ssize_t got = read(0, line, sizeof line - 1);
        if (got == 0) return 0;
        if (got < 0) continue;
        line[got] = 0;
        if (sscanf(line, "%999s %lld %lld", path, &every, &quiet) == 3) run(waiting, path, every * 1000, quiet * 1000000, atoi(words[5]));
    }
}
