/* What was not built: an offer that is accepted or withdrawn by message alone. The checker finds that both sides, each
 * honest, hold the opposite: the withdrawal and the acceptance pass each other, or one is delayed for ever. */
#define NONE 0
#define ACCEPTED 1
#define WITHDRAWN 2

byte held_a, held_b;     /* what each side holds of the offer */
bool withdrawal, acceptance; /* messages under way; the network delivers each at any time, or never */

active proctype offerer() {
  do
  :: atomic { held_a == NONE -> held_a = WITHDRAWN; withdrawal = true }
  :: atomic { acceptance && held_a == NONE -> held_a = ACCEPTED }
  od
}

active proctype acceptor() {
  do
  :: atomic { held_b == NONE -> held_b = ACCEPTED; acceptance = true }
  :: atomic { withdrawal && held_b == NONE -> held_b = WITHDRAWN }
  od
}

active proctype watch() {
  assert(!(held_a == WITHDRAWN && held_b == ACCEPTED))
}
