"""The part of a CLIPS program that is the same for every knowledge base: the way of a case."""

from __future__ import annotations

from typing import Final

HEAD: Final = """\
; {stamp}, written for CLIPS 6.4.
; {method}
; {disclaimer}
;
; A case is one fact of everything reported, and of every self-check and screening question,
; answered or not: what nobody said holds UNKNOWN, and what an entry does not have NONE. Of a
; section that was left out, everything that may still be reported is a fact with (is-reported no).
; `advisor rules export --case CASE` writes them all; change values there, and delete none.
;
; To run it: (load "FILE") (reset) (run), and to see what it comes to:
;   (do-for-all-facts ((?fact outcome fired)) TRUE (ppfact ?fact))
; A rule is true if there is (fired RULE). One that may still turn out true, in a stratum that ran,
; has (possible RULE) and not (fired RULE)."""

WALK: Final = """\
; What is the same for every knowledge base: strata, gate, scope, subtraction, outcome.

(deftemplate about
  (slot rule)
  (slot concludes)
  (slot guards)
  (multislot notes)
  (multislot drills))

(defrule walk:begin
  (declare (salience 100))
  =>
  (assert (stratum 1)))

; Silence is not "no": what a case does not tell of keeps the gate shut.

(defrule walk:unasked-question
  (declare (salience 50))
  (stratum 1)
  (question ?name)
  (not (screening (id ?name)))
  =>
  (assert (unasked ?name)))

(defrule walk:unasked-check
  (declare (salience 50))
  (stratum 1)
  (check ?name)
  (not (observation (id ?name)))
  =>
  (assert (unasked ?name)))

(defrule walk:unnamed-area
  (declare (salience 50))
  (stratum 1)
  (symptom (is-reported yes) (area ?area))
  (not (area (is-reported yes) (id ?area)))
  =>
  (assert (unasked ?area)))

; How strong a conclusion is: the place of a word in its order, 0 for none.

(deffunction place (?word $?order)
  (bind ?found (member$ ?word ?order))
  (if ?found then ?found else 0))

; From each stratum to the next, but from the second through the gate.

(defrule walk:next-stratum
  (declare (salience -50))
  ?now <- (stratum ?number&~2&:(< ?number 9))
  =>
  (retract ?now)
  (assert (stratum (+ ?number 1))))

; The gate opens when no severe rule is true or open and the age is known; else nothing after
; triage runs.

(defrule walk:gate-open
  (declare (salience -20))
  (stratum 2)
  (not (referral (level urgent|emergency)))
  (not (and (about (rule ?rule) (guards yes)) (possible ?rule) (not (fired ?rule))))
  (exists (runner (age ?age&:(numberp ?age))))
  (not (runner (age ?age&:(not (numberp ?age)))))
  (not (unasked ?))
  =>
  (assert (gate-open)))

(defrule walk:through-the-gate
  (declare (salience -50))
  (gate-open)
  ?now <- (stratum 2)
  =>
  (retract ?now)
  (assert (stratum 3)))

(defrule walk:round-the-gate
  (declare (salience -50))
  (not (gate-open))
  ?now <- (stratum 2)
  =>
  (retract ?now)
  (assert (not-run coverage) (not-run sign) (not-run withheld) (not-run pattern) (not-run key)
          (not-run drill) (stratum 8)))

; A referral, or symptoms that are all outside the method, stop patterns, keys and drills.

(defrule walk:outside
  (declare (salience -20))
  (stratum 4)
  (exists (symptom (is-reported yes)))
  (not (symptom (is-reported yes) (scope inside)))
  =>
  (assert (all-outside)))

(defrule walk:skip-to-notes
  (declare (salience -30))
  (exists (or (referral) (all-outside)))
  ?now <- (stratum 4)
  =>
  (retract ?now)
  (assert (not-run pattern) (not-run key) (not-run drill) (stratum 8)))

; Subtraction: what is withheld is not recommended.

(defrule walk:subtract
  (declare (salience -20))
  (stratum 7)
  ?drill <- (drill (name ?name))
  (withheld (drill ?name))
  =>
  (retract ?drill)
  (assert (withdrawn ?name)))

; A rule's notes are shown, but for one all of whose drills are withheld.

(defrule walk:note-of-a-rule
  (stratum 9)
  (about (rule ?rule) (notes $? ?note $?) (drills $?drills))
  (fired ?rule)
  (or (test (= (length$ ?drills) 0))
      (and (about (rule ?rule) (drills $? ?drill $?)) (not (withdrawn ?drill))))
  =>
  (assert (note (name ?note))))

; The outcome: the first that applies.

(deffunction outcome (?name) (assert (outcome ?name)) (halt))

(defrule walk:emergency
  (declare (salience -11))
  (stratum 9)
  (exists (referral (level emergency)))
  =>
  (outcome emergency))

(defrule walk:urgent
  (declare (salience -12))
  (stratum 9)
  (exists (referral (level urgent)))
  =>
  (outcome urgent))

(defrule walk:not-cleared
  (declare (salience -13))
  (stratum 9)
  (not (gate-open))
  =>
  (outcome not-cleared))

(defrule walk:see-clinician
  (declare (salience -14))
  (stratum 9)
  (exists (referral))
  =>
  (outcome see-clinician))

(defrule walk:drills
  (declare (salience -15))
  (stratum 9)
  (exists (drill))
  =>
  (outcome drills))

(defrule walk:all-withheld
  (declare (salience -16))
  (stratum 9)
  (exists (withdrawn ?))
  =>
  (outcome all-withheld))

(defrule walk:outside-method
  (declare (salience -17))
  (stratum 9)
  (all-outside)
  =>
  (outcome outside-method))

(defrule walk:need-more
  (declare (salience -18))
  (stratum 9)
  (exists
    (or (and (symptom (is-reported yes) (scope inside)) (not (pattern)))
        (and (about (rule ?rule) (concludes pattern)) (possible ?rule) (not (fired ?rule)))))
  =>
  (outcome need-more))

(defrule walk:nothing-to-add
  (declare (salience -19))
  (stratum 9)
  =>
  (outcome nothing-to-add))"""
