/* What becomes of one offer, as record/outcomes.py reads it from the logs. docs/record-model/README.md says how to
 * run this, what is bounded, and what was found.
 *
 * Authors write one log each; a node holds a beginning of every other log. The network delivers any beginning that
 * was ever signed, to anyone, at any later time, any number of times, or never: messages are lost, doubled, out of
 * order and delayed for ever. At most one author lies (LIAR): it writes whatever it likes, in two branches of its log.
 * With WITNESS_TOO the witness lies beside an acceptor that lies, in one branch.
 *
 * Offerer A and acceptor B are the parties; who has no more entries to write only reads. Entries are one byte: kind,
 * branch, size (see ENTRY). `seen` is how far the acceptor, the author of an entry, said to have read the decider's log.
 */
#define A 0
#define B 1
#define W 2
#define NOBODY 9
#ifndef LIAR
#define LIAR NOBODY
#endif
/* Who decides: A where the arrangement names no witness. */
#ifndef DECIDER
#define DECIDER W
#endif
#define AUTHORS 3
/* Whether who lies also writes its log twice over. */
#ifndef FORKS
#define FORKS true
#endif
#ifdef WITNESS_TOO
#define LIES(x) ((x) == LIAR || (x) == W)
#else
#define LIES(x) ((x) == LIAR)
#endif
/* How long the logs may become. */
#ifndef LEN_A
#define LEN_A 2
#endif
#ifndef LEN_B
#define LEN_B 2
#endif
#ifndef LEN_W
#define LEN_W 2
#endif
#define LONGEST 4
#define OTHER_BRANCH AUTHORS /* the second branch of the liar's log is one more log */

#define ACCEPTANCE 1
#define NOTE 2
#define OUT_ACCEPTED 3
#define OUT_LAPSED 4
#define MAY_ACCEPT 1
#define MAY_NOTE 2
#define MAY_DECIDE 4
#define MAY_TALK 8 /* the witness, about other things */
#define ENTRY(kind, branch, size) ((kind) * 16 + (branch) * 8 + (size))

typedef Log { byte entry[LONGEST]; byte seen[LONGEST]; byte length };
typedef View { byte size[AUTHORS] };

Log log[AUTHORS + 1];
View view[AUTHORS];      /* how far each node holds each log */
byte branch[AUTHORS];    /* which branch of the liar's log each node was shown */
byte written[3];         /* how much of each branch of the liar's log, and of a lying witness's, could be written by now */
byte held[AUTHORS];      /* the outcome that a node held first: 0, OUT_ACCEPTED or OUT_LAPSED */
byte may[AUTHORS];       /* what a node may write now, follows from what it holds: MAY_... */
byte bad;                /* what is violated, see look() */

c_code {
#define KIND(e) ((e) >> 4)
#define BRANCH(e) (((e) >> 3) & 1)
#define SIZE(e) ((e) & 7)
#define LIE 8 /* a size in `seen` that the log did not have */

  static const int longest[3] = {LEN_A, LEN_B, LEN_W};

  static int at(int node, int author) { return author == LIAR && now.branch[node] ? OTHER_BRANCH : author; }
  static int size(int node, int author) {
    return node == author ? now.log[author].length : now.view[node].size[author];
  }
  static int entry(int node, int author, int i) { return now.log[at(node, author)].entry[i]; }
  static int seen(int node, int author, int i) { return now.log[at(node, author)].seen[i]; }

  /* Whether two logs are the same up to a size: what equal roots say. */
  static int same(int one, int other, int size) {
    int i;
    if (one == other) return 1;
    if (now.log[one].length < size || now.log[other].length < size) return 0;
    for (i = 0; i < size; i++)
      if (now.log[one].entry[i] != now.log[other].entry[i] || now.log[one].seen[i] != now.log[other].seen[i]) return 0;
    return 1;
  }

#define VOID 0
#define WAITS 1
#define STANDS 2
  /* outcomes._wrong: whether an outcome is so, is not so, or cannot be told yet. Branch 1 of the log of an honest
   * acceptor is a checkpoint that it never signed. */
  static int check(int node, int author, int i) {
    int e = entry(node, author, i), s = SIZE(e), j, within = 0;
    int forged = LIAR != B && BRANCH(e);
#ifdef NO_CHECK
    return STANDS;
#endif
#ifdef NEVER_LATE /* only where the size is not held: what this had void would wait when it is reached */
    if (s > size(node, B)) {
#else
    {
#endif
    for (j = 0; j < size(node, B); j++) {
      int told = seen(node, B, j);
      int true_root = told < LIE && told <= size(node, author)
        && (author != LIAR || same(at(node, author), at(B, author), told));
      if (told <= i || !true_root) continue;
      if (j < s) return VOID;
      break;
    }
    }
    if (s > size(node, B)) return WAITS;
    if (forged && s) return VOID;
    if (LIAR == B && s && !same(BRANCH(e) ? OTHER_BRANCH : B, at(node, B), s)) return WAITS;
    for (j = 0; j < s; j++)
      if (KIND(entry(node, B, j)) == ACCEPTANCE) within = 1;
    return within == (KIND(e) == OUT_ACCEPTED) ? STANDS : VOID;
  }

  static int is_outcome(int e) { return KIND(e) == OUT_ACCEPTED || KIND(e) == OUT_LAPSED; }

  /* outcomes._first_that_counts: the outcome that a node holds; 0 for none. */
  static int standing(int node) {
    int i, found = 0;
    for (i = 0; i < size(node, DECIDER); i++) {
      int e = entry(node, DECIDER, i), is;
      if (!is_outcome(e)) continue;
      is = check(node, DECIDER, i);
      if (is == STANDS) {
#ifdef LAST_COUNTS
        found = KIND(e);
        continue;
#else
        return KIND(e);
#endif
      }
#ifndef NO_HOLDING_BACK
      if (is == WAITS) return 0;
#endif
    }
    return found;
  }

  /* Whether two nodes hold beginnings of the liar's log of which neither continues the other: proof of a fork. */
  static int is_evidence(int one, int other) {
    int least;
    if (LIAR == NOBODY || now.branch[one] == now.branch[other]) return 0;
    least = size(one, LIAR) < size(other, LIAR) ? size(one, LIAR) : size(other, LIAR);
    return !same(at(one, LIAR), at(other, LIAR), least);
  }

  static unsigned long seen_often[16];
  static void tell(void) {
    int i;
    for (i = 0; i < 16; i++) printf("reached %d %lu\n", i, seen_often[i]);
  }

  static int accepts(int node) {
    int j;
    for (j = 0; j < size(node, B); j++)
      if (KIND(entry(node, B, j)) == ACCEPTANCE) return 1;
    return 0;
  }

  static int may_decide(int node) {
    int i;
    for (i = 0; i < size(node, node); i++)
      if (is_outcome(entry(node, node, i))) return 0;
    return node == DECIDER;
  }
  /* How much of each branch of the liar's log could have been written: what names a root needs the log to have it. */
  static int is_there(int author, int where, int i) { /* whether the i-th entry of a liar's log can be written by now */
    int e = now.log[where].entry[i], told = now.log[where].seen[i];
#ifdef WITNESS_TOO
    int reaches = author == W ? 0 : now.written[2];
#else
    int reaches = now.log[DECIDER].length;
#endif
    if (is_outcome(e) && LIAR != B && !BRANCH(e) && SIZE(e) > now.log[B].length) return 0;
    if (is_outcome(e) && LIAR == B && SIZE(e) > now.written[BRANCH(e)]) return 0;
    return !(told && told < LIE && told > reaches);
  }
  static int grow_one(int author, int where, int *much) {
    int before = *much;
    while (*much < now.log[where].length && is_there(author, where, *much)) ++*much;
    return *much > before;
  }
  static void grow_liar(void) {
    int grows = LIAR != NOBODY;
    while (grows) {
      int b, much;
      grows = 0;
      for (b = 0; b < 3; b++) {
#ifndef WITNESS_TOO
        if (b == 2) break;
#endif
        much = now.written[b];
        grows |= grow_one(b == 2 ? W : LIAR, b == 2 ? W : (b ? OTHER_BRANCH : LIAR), &much);
        now.written[b] = much;
      }
    }
  }
  static void add(int where, int e, int told) {
    int i = now.log[where].length++;
    now.log[where].entry[i] = e;
    now.log[where].seen[i] = told;
    grow_liar();
  }
  /* Something that the acceptor has read of the decider's log and has not said yet. */
  static int has_news(int node) {
    int n = now.log[node].length;
    return node == B && now.view[node].size[DECIDER] > (n ? now.log[node].seen[n - 1] & 7 : 0);
  }
  static int has_room(int node) { return now.log[node].length < longest[node]; }
  static int read_so_far(int node) { return node == B ? now.view[node].size[DECIDER] : 0; }
  static int has_accepted(void) {
    int i;
    for (i = 0; i < now.log[B].length; i++)
      if (KIND(now.log[B].entry[i]) == ACCEPTANCE) return 1;
    return 0;
  }
  static void decide(int node) {
    int e = ENTRY(accepts(node) ? OUT_ACCEPTED : OUT_LAPSED, LIAR == B ? now.branch[node] : 0, size(node, B));
    add(node, e, read_so_far(node));
  }

  static int what_it_may(int node) {
    int may = 0;
    if (!has_room(node)) return 0;
    if (node == B && !has_accepted()) may |= MAY_ACCEPT;
    if (has_news(node)) may |= MAY_NOTE;
    if (may_decide(node)) may |= MAY_DECIDE;
    if (node == DECIDER && node == W && now.log[W].length + 1 < LEN_W) may |= MAY_TALK;
    return may;
  }

  /* After each step of a node: what it holds now, and whether that may be. */
  static void look(int node) {
    static int told = 0;
    int st, m;
    if (!told) { told = 1; atexit(tell); }
    if (LIES(node)) return;
    now.may[node] = what_it_may(node);
    st = standing(node);
    if (!st) {
      if (now.held[node]) now.bad = 1; /* what was held is held no more */
      if (size(node, DECIDER) && is_outcome(entry(node, DECIDER, size(node, DECIDER) - 1))) seen_often[3]++;
      return;
    }
    seen_often[st == OUT_ACCEPTED ? 1 : 2]++;
    if (st == OUT_ACCEPTED && !accepts(node)) now.bad = 2; /* somebody is dispatched on no acceptance */
    if (now.held[node] && now.held[node] != st) now.bad = 1;
    now.held[node] = st;
    for (m = 0; m < AUTHORS; m++) {
      if (m == node || LIES(m) || !now.held[m]) continue;
      seen_often[4]++;
      if (now.held[m] == st) continue;
      if (is_evidence(node, m)) seen_often[5]++;
      else now.bad = 3; /* two honest nodes, two outcomes, no evidence */
    }
  }
}

/* How much of a log could have been written by now. */
#ifdef WITNESS_TOO
#define THERE(x) (x == LIAR -> written[branch[me]] : (x == W -> written[2] : log[x].length))
#else
#define THERE(x) (x == LIAR -> written[branch[me]] : log[x].length)
#endif

#define LONGEST_OF(me) ((me) == A -> LEN_A : ((me) == B -> LEN_B : LEN_W))

/* A bundle arrives: any beginning of a log that is longer than what is held. One that is not changes nothing. */
#ifdef STALE_REPLACES
#define FIRST(x) 0
#else
#define FIRST(x) view[me].size[x] + 1
#endif
inline arrives(x) {
  s = FIRST(x);
  do
  :: s < THERE(x) -> s++
  :: break
  od;
  view[me].size[x] = s;
  s = 0;
  looks()
}
inline looks() {
  c_code { look(Pnode->me); };
  assert(bad == 0)
}

proctype node(byte me) {
  byte s;
  do
  :: atomic { me != A && THERE(A) > view[me].size[A] -> arrives(A) }
  :: atomic { me != B && THERE(B) > view[me].size[B] -> arrives(B) }
  :: atomic { me != W && THERE(W) > view[me].size[W] -> arrives(W) }
  :: atomic { may[me] & MAY_ACCEPT ->
       c_code { add(B, ENTRY(ACCEPTANCE, 0, 0), read_so_far(B)); }; looks() }
  :: atomic { may[me] & MAY_NOTE ->
       c_code { add(Pnode->me, ENTRY(NOTE, 0, 0), read_so_far(Pnode->me)); }; looks() }
  :: atomic { may[me] & MAY_TALK -> c_code { add(W, ENTRY(NOTE, 0, 0), 0); }; looks() }
  :: atomic { may[me] & MAY_DECIDE -> c_code { decide(Pnode->me); }; looks() }
  od
}

/* Who lies has written anything that has the form of an entry, of any size, in either branch, before the others begin;
 * an entry that names a root which another log only has later is delivered no sooner (is_there). A checkpoint
 * that the acceptor never signs is named with a size that it never reaches: a smaller one is found out sooner. */
inline invents(me, where) {
  do
  :: log[where].length < LONGEST_OF(me) ->
     last = (log[where].length -> log[where].seen[log[where].length - 1] : 0);
     told = last; /* `seen` that goes back spoils an entry (record/logs.py), and it counts for nothing */
     if
     :: me == B ->
        do
        :: (told & 7) < LONGEST_OF(DECIDER) -> told = (told & 7) + 1
        :: break
        od;
        if
        :: told && told < 8 && told != last -> told = told + 8
        :: skip
        fi
     :: else
     fi;
     s = 0;
     if
     :: me == B && !accepted -> s = ENTRY(ACCEPTANCE, 0, 0); accepted = true
     :: me == DECIDER || told != last -> s = ENTRY(NOTE, 0, 0)
     :: me == DECIDER ->
        do
        :: s < LEN_B -> s++
        :: break
        od;
        if
        :: s = ENTRY(OUT_ACCEPTED, 0, s)
        :: s = ENTRY(OUT_LAPSED, 0, s)
        :: LIAR != B && s == LEN_B -> s = ENTRY(OUT_LAPSED, 1, LEN_B + 1)
        :: LIAR == B && both && s -> s = ENTRY(OUT_ACCEPTED, 1, s)
        :: LIAR == B && both && s -> s = ENTRY(OUT_LAPSED, 1, s)
        fi
     fi;
     log[where].entry[log[where].length] = s;
     log[where].seen[log[where].length] = told;
     log[where].length++
  :: break
  od;
  accepted = false
}

init {
  byte i, s, told, last;
  bool both, accepted;
  atomic {
    for (i : 0 .. AUTHORS - 1) {
      if
      :: true
      :: FORKS && LIAR != NOBODY && i != LIAR && i != (LIAR == A -> B : A) -> branch[i] = 1; both = true
      fi
    }
    if
    :: LIAR != NOBODY ->
       invents(LIAR, LIAR);
       if
       :: both -> invents(LIAR, OTHER_BRANCH)
       :: else
       fi
    :: else
    fi;
#ifdef WITNESS_TOO
    invents(W, W);
#endif
    i = 0; s = 0; told = 0; last = 0; both = false;
    c_code { int n; grow_liar(); for (n = 0; n < AUTHORS; n++) look(n); };
    for (i : 0 .. AUTHORS - 1) {
      if
      :: !LIES(i) -> run node(i)
      :: else
      fi
    }
    i = 0
  }
}
