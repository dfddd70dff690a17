export { EditDuty as default } from './DutyForm';
